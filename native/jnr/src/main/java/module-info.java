// SPDX-License-Identifier: Apache-2.0
/** The provider {@code jnr}: libSystem by jnr-ffi. */
module org.mach4j.jnr {
    requires transitive org.mach4j.libsystem;
    requires static org.jspecify;
    requires org.jnrproject.ffi;
    requires org.jnrproject.jffi;

    exports org.mach4j.jnr;

    provides org.mach4j.spi.MachProvider with
            org.mach4j.jnr.JnrProvider;
}
