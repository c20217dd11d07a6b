// SPDX-License-Identifier: Apache-2.0
package org.mach4j.spi;

import java.util.Objects;

/**
 * Whether a provider can be used on this host.
 *
 * @param available whether {@link MachProvider#open} can work
 * @param reason in words for people, for example {@code "not macOS"}; for an available provider what it found
 */
public record Availability(boolean available, String reason) {
    /** Checks that there is a reason. */
    public Availability {
        Objects.requireNonNull(reason, "reason");
    }

    /** The provider can be used. */
    public static Availability yes(String reason) {
        return new Availability(true, reason);
    }

    /** The provider cannot be used here, and why. */
    public static Availability no(String reason) {
        return new Availability(false, reason);
    }
}
