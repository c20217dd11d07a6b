// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import org.mach4j.Right;
import org.mach4j.SendOnceRight;
import org.mach4j.SendRight;

/**
 * The kernel's routines for ports, as {@code <mach/mach_port.defs>} has them on the wire (spec 06 §1.1, §4). Two are missing:
 * 3223 and 3231 have arguments that are structures out of line.
 */
@Subsystem(base = 3200)
interface MachPortSubsystem {
    @Routine(0)
    Names names();

    @Routine(1)
    int type(int name);

    @Routine(2)
    void rename(int name, int to);

    @Routine(3)
    void allocateName(int right, int name);

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

    @Routine(9)
    Peeked peek(int name, int trailerType, int sequenceNumber, int capacity);

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

    @Routine(19)
    Allocated allocateQos(int right, @Fixed(2) int[] qos);

    @Routine(20)
    Allocated allocateFull(int right, SendRight proto, @Fixed(2) int[] qos, int name);

    @Routine(21)
    void setPortSpace(int entries);

    @Routine(22)
    int getSendRights(int name);

    @Routine(24)
    Requests deadNameRequests(int name);

    @Routine(25)
    KernelObject32 kernelObject(int name);

    @Routine(26)
    void insertMember(int name, int set);

    @Routine(27)
    void extractMember(int name, int set);

    @Routine(28)
    long getContext(int name);

    @Routine(29)
    void setContext(int name, long context);

    @Routine(30)
    KernelObject kobject(int name);

    @Routine(32)
    void destruct(int name, int delta, long guard);

    @Routine(33)
    void guard(int name, long guard, boolean strict);

    @Routine(34)
    void unguard(int name, long guard);

    record Names(@OutOfLine int[] names, @OutOfLine int[] types) {}

    record Peeked(
            int sequenceNumber,
            int size,
            int id,
            @Bounded(68) byte[] trailer) {}

    record Allocated(@Fixed(2) int[] qos, int name) {}

    record Requests(int total, int used) {}

    record KernelObject32(int type, int address) {}

    record KernelObject(int type, long address) {}
}
