// SPDX-License-Identifier: Apache-2.0
/** The provider {@code ffm}: libSystem by the foreign function and memory API. */
module org.mach4j.ffm {
    requires transitive org.mach4j.libsystem;
    requires static org.jspecify;

    exports org.mach4j.ffm;

    provides org.mach4j.spi.MachProvider with
            org.mach4j.ffm.FfmProvider;
}
