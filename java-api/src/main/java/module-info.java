// SPDX-License-Identifier: Apache-2.0
/** Mach IPC for Java: the API, and the surface that every kernel implements. */
module org.mach4j {
    requires jdk.jfr;
    requires static org.jspecify;

    exports org.mach4j;
    exports org.mach4j.abi;
    exports org.mach4j.mig;
    exports org.mach4j.spi;

    uses org.mach4j.spi.MachProvider;
}
