// SPDX-License-Identifier: Apache-2.0
/** libSystem's Mach symbols for hosts that have no Mach, answered by any kernel. */
module org.mach4j.standin {
    requires transitive org.mach4j.libsystem;
    requires static org.jspecify;

    exports org.mach4j.standin;
}
