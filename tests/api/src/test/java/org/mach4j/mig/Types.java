// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import java.util.List;
import org.mach4j.AuditToken;
import org.mach4j.Memory;
import org.mach4j.ReceiveRight;
import org.mach4j.Right;
import org.mach4j.SendOnceRight;
import org.mach4j.SendRight;

/** One routine for each type that MIG carries, which echoes it, and some that carry several. */
@Subsystem(base = 9000)
interface Types {
    @Routine(0)
    void nothing();

    @Routine(1)
    byte int8(byte value);

    @Routine(2)
    short int16(short value);

    @Routine(3)
    int int32(int value);

    @Routine(4)
    long int64(long value);

    @Routine(5)
    float real32(float value);

    @Routine(6)
    double real64(double value);

    @Routine(7)
    boolean bool(boolean value);

    @Routine(8)
    @Fixed(3)
    byte[] fixedBytes(@Fixed(3) byte[] value);

    @Routine(9)
    @Fixed(3)
    short[] fixedShorts(@Fixed(3) short[] value);

    @Routine(10)
    @Fixed(2)
    int[] fixedInts(@Fixed(2) int[] value);

    @Routine(11)
    @Fixed(1)
    long[] fixedLongs(@Fixed(1) long[] value);

    @Routine(12)
    @Bounded(10)
    byte[] boundedBytes(@Bounded(10) byte[] value);

    @Routine(13)
    @Bounded(10)
    short[] boundedShorts(@Bounded(10) short[] value);

    @Routine(14)
    @Bounded(10)
    int[] boundedInts(@Bounded(10) int[] value);

    @Routine(15)
    @Bounded(10)
    long[] boundedLongs(@Bounded(10) long[] value);

    @Routine(16)
    @CString(8)
    String cString(@CString(8) String value);

    @Routine(17)
    @VariableCString(16)
    String variableCString(@VariableCString(16) String value);

    @Routine(18)
    @OutOfLine
    byte[] outOfLineBytes(@OutOfLine byte[] value);

    @Routine(19)
    @OutOfLine
    short[] outOfLineShorts(@OutOfLine short[] value);

    @Routine(20)
    @OutOfLine
    int[] outOfLineInts(@OutOfLine int[] value);

    @Routine(21)
    @OutOfLine
    long[] outOfLineLongs(@OutOfLine long[] value);

    @Routine(22)
    Memory memory(Memory value);

    @Routine(23)
    SendRight send(SendRight value);

    @Routine(24)
    SendOnceRight sendOnce(SendOnceRight value);

    @Routine(25)
    ReceiveRight receive(ReceiveRight value);

    @Routine(26)
    Right any(Right value);

    @Routine(27)
    List<SendRight> sends(List<SendRight> value);

    /** Variable data is packed: what follows it comes directly behind. */
    @Routine(28)
    int packed(int first, @Bounded(10) byte[] second, @VariableCString(16) String third, long last);

    @Routine(29)
    Two two();

    @Routine(30)
    Mixed mixed(int first, SendRight second, int third);

    @Routine(31)
    Ports ports();

    @SimpleRoutine(33)
    void simple(int value);

    @Routine(34)
    int whoAmI(AuditToken sender);

    @Routine(35)
    int fails(int code);

    /** What the generated code calls its own variables, or might. */
    @Routine(36)
    int named(int to, int timeout, int mig, int built, int reply, int read, int request, int server, int result);

    record Two(int number, @CString(8) String text) {}

    record Mixed(SendRight right, int number) {}

    record Ports(SendRight one, SendOnceRight two) {}
}
