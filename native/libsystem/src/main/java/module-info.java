// SPDX-License-Identifier: Apache-2.0
/** What the bindings of libSystem share: the C functions as one interface, and the call surface on top of it. */
module org.mach4j.libsystem {
    requires transitive org.mach4j;
    requires static org.jspecify;

    exports org.mach4j.libsystem;
}
