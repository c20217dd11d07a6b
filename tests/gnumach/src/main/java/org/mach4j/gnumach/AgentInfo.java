// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

/** What the agent says of itself: {@code struct info} in {@code agent.c}. Addresses are the guest's. */
record AgentInfo(
        int base, int slots, int slotSize, int entry, int stacks, int stackSize, int cs, int ds, int ss, int task) {
    private static final int VERSION = 1;

    static AgentInfo of(Area area) {
        if (area.word(4) != VERSION) {
            throw new GnuMachException("the agent is of version " + area.word(4) + " and not " + VERSION);
        }
        return new AgentInfo(
                area.word(8),
                area.word(16),
                area.word(20),
                area.word(24),
                area.word(28),
                area.word(32),
                area.word(36),
                area.word(40),
                area.word(44),
                area.word(56));
    }
}
