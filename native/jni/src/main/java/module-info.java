// SPDX-License-Identifier: Apache-2.0
/** The provider {@code jni}: libSystem by a bridge in C. */
module org.mach4j.jni {
    requires transitive org.mach4j.libsystem;
    requires static org.jspecify;

    exports org.mach4j.jni;

    provides org.mach4j.spi.MachProvider with
            org.mach4j.jni.JniProvider;
}
