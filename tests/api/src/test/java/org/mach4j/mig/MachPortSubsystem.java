// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import org.mach4j.Right;
import org.mach4j.SendOnceRight;

/** Some of the kernel's own routines, as {@code <mach/mach_port.defs>} has them on the wire (spec 06 §1.1, §4). */
@Subsystem(base = 3200)
interface MachPortSubsystem {
    @Routine(0)
    Names names();

    @Routine(1)
    int type(int name);

    @Routine(4)
    int allocate(int right);

    @Routine(5)
    void destroy(int name);

    @Routine(6)
    void deallocate(int name);

    @Routine(7)
    int getRefs(int name, int right);

    @Routine(8)
    void modRefs(int name, int right, int delta);

    @Routine(10)
    void setMakeSendCount(int name, int count);

    @Routine(11)
    @OutOfLine
    int[] getSetStatus(int name);

    @Routine(12)
    void moveMember(int member, int after);

    @Routine(13)
    SendOnceRight requestNotification(SendOnceRight notify, int name, int id, int sync);

    @Routine(14)
    void insertRight(Right poly, int name);

    @Routine(15)
    Right extractRight(int name, int disposition);

    @Routine(16)
    void setSequenceNumber(int name, int number);

    @Routine(17)
    @Bounded(17)
    int[] getAttributes(int name, int flavor, int capacity);

    @Routine(18)
    void setAttributes(int name, int flavor, @Bounded(17) int[] info);

    @Routine(22)
    int getSendRights(int name);

    @Routine(26)
    void insertMember(int name, int set);

    @Routine(27)
    void extractMember(int name, int set);

    @Routine(28)
    long getContext(int name);

    @Routine(29)
    void setContext(int name, long context);

    @Routine(33)
    void guard(int name, long guard, boolean strict);

    @Routine(34)
    void unguard(int name, long guard);

    record Names(@OutOfLine int[] names, @OutOfLine int[] types) {}
}
