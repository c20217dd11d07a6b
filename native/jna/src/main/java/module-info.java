// SPDX-License-Identifier: Apache-2.0
/** The provider {@code jna}: libSystem by JNA. */
module org.mach4j.jna {
    requires transitive org.mach4j.libsystem;
    requires static org.jspecify;
    requires com.sun.jna;

    exports org.mach4j.jna;

    provides org.mach4j.spi.MachProvider with
            org.mach4j.jna.JnaProvider;
}
