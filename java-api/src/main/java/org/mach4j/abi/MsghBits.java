// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The word {@code msgh_bits} of a message header: {@code <mach/message.h>}, spec 00 §2.1.
 *
 * <pre>{@code
 *   31  30  29  28          21 20     16 15           8 7             0
 *  +---+---+---+---+----------+---------+--------------+--------------+
 *  | C | O | R | I |          | voucher |    local     |    remote    |
 *  +---+---+---+---+----------+---------+--------------+--------------+
 *   C complex   O loop (kernel)   R raise importance   I importance held (libraries)
 * }</pre>
 *
 * <p>Remote, local and voucher are dispositions of the ports in the header; there are vouchers since XNU 2782. The
 * fields for remote and local are 8 bits wide here, 5 bits since XNU 2782: no disposition needs more.
 */
public final class MsghBits {
    private static final Pattern BAR = Pattern.compile("\\|");
    private static final Pattern PORTS = Pattern.compile("MACH_MSGH_BITS\\(([^,]*),([^,]*)\\)");
    private static final Pattern SET_PORTS = Pattern.compile("MACH_MSGH_BITS_SET_PORTS\\(([^,]*),([^,]*),([^,]*)\\)");
    private static final WordNames FLAGS = WordNames.of("header bit", "MACH_MSGH_BITS_ZERO")
            .flag(MachMessage.MACH_MSGH_BITS_COMPLEX, "MACH_MSGH_BITS_COMPLEX")
            .flag(MachMessage.MACH_MSGH_BITS_CIRCULAR, "MACH_MSGH_BITS_CIRCULAR")
            .flag(MachMessage.MACH_MSGH_BITS_RAISEIMP, "MACH_MSGH_BITS_RAISEIMP")
            .flag(MachMessage.MACH_MSGH_BITS_IMPHOLDASRT, "MACH_MSGH_BITS_IMPHOLDASRT")
            .alias(MachMessage.MACH_MSGH_BITS_DENAP, "MACH_MSGH_BITS_DENAP")
            .alias(MachMessage.MACH_MSGH_BITS_DENAPHOLDASRT, "MACH_MSGH_BITS_DENAPHOLDASRT")
            .build();

    private MsghBits() {}

    /**
     * The bits of a simple message: {@code MACH_MSGH_BITS}.
     *
     * @param remote disposition of the destination, 0 to 0xff
     * @param local disposition of the reply port, 0 to 0xff
     */
    public static int of(int remote, int local) {
        return of(remote, local, 0, 0);
    }

    /**
     * The bits of a message: {@code MACH_MSGH_BITS_SET}.
     *
     * @param remote disposition of the destination, 0 to 0xff
     * @param local disposition of the reply port, 0 to 0xff
     * @param voucher disposition of the voucher, 0 to 0x1f; 0 before XNU 2782
     * @param other the other bits, {@code MACH_MSGH_BITS_COMPLEX} for one
     */
    public static int of(int remote, int local, int voucher, int other) {
        int bits = remote | local << 8 | voucher << 16;
        if (remote(bits) != remote || local(bits) != local || voucher(bits) != voucher) {
            throw new IllegalArgumentException(
                    "dispositions " + remote + ", " + local + ", " + voucher + " do not fit into msgh_bits");
        }
        return bits | other;
    }

    /** The disposition of {@code msgh_remote_port}: {@code MACH_MSGH_BITS_REMOTE}. */
    public static int remote(int bits) {
        return bits & MachMessage.MACH_MSGH_BITS_REMOTE_MASK;
    }

    /** The disposition of {@code msgh_local_port}: {@code MACH_MSGH_BITS_LOCAL}. */
    public static int local(int bits) {
        return (bits & MachMessage.MACH_MSGH_BITS_LOCAL_MASK) >>> 8;
    }

    /** The disposition of {@code msgh_voucher_port}: {@code MACH_MSGH_BITS_VOUCHER}. Since XNU 2782. */
    public static int voucher(int bits) {
        return (bits & MachMessage.MACH_MSGH_BITS_VOUCHER_MASK) >>> 16;
    }

    /** Remote's and local's bits alone: {@code MACH_MSGH_BITS_PORTS}. */
    public static int ports(int bits) {
        return bits & MachMessage.MACH_MSGH_BITS_PORTS_MASK;
    }

    /** All other bits: {@code MACH_MSGH_BITS_OTHER}. */
    public static int other(int bits) {
        return bits & ~MachMessage.MACH_MSGH_BITS_PORTS_MASK;
    }

    /** Whether a body with descriptors follows the header: {@code MACH_MSGH_BITS_IS_COMPLEX}. */
    public static boolean isComplex(int bits) {
        return (bits & MachMessage.MACH_MSGH_BITS_COMPLEX) != 0;
    }

    /**
     * The bits as C source says them, for instance {@code MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND,
     * MACH_MSG_TYPE_MAKE_SEND_ONCE)|MACH_MSGH_BITS_COMPLEX}.
     */
    public static String text(int bits) {
        CNames names = MachNames.DISPOSITIONS;
        int voucher = voucher(bits);
        int rest = other(bits) & ~MachMessage.MACH_MSGH_BITS_VOUCHER_MASK;
        if (ports(bits) == 0 && voucher == 0) {
            return FLAGS.text(rest);
        }
        String ports = names.text(remote(bits)) + ", " + names.text(local(bits));
        ports = voucher == 0
                ? "MACH_MSGH_BITS(" + ports + ")"
                : "MACH_MSGH_BITS_SET_PORTS(" + ports + ", " + names.text(voucher) + ")";
        return rest == 0 ? ports : ports + "|" + FLAGS.text(rest);
    }

    /**
     * The bits that a text says, which is as {@link #text} gives it.
     *
     * @throws IllegalArgumentException naming what it does not know
     */
    public static int parse(String text) {
        int bits = 0;
        for (String part : BAR.split(text, -1)) {
            String token = part.strip();
            Matcher ports = PORTS.matcher(token);
            Matcher setPorts = SET_PORTS.matcher(token);
            if (ports.matches()) {
                bits |= of(disposition(ports.group(1)), disposition(ports.group(2)));
            } else if (setPorts.matches()) {
                bits |= of(
                        disposition(setPorts.group(1)),
                        disposition(setPorts.group(2)),
                        disposition(setPorts.group(3)),
                        0);
            } else {
                bits |= FLAGS.parse(token);
            }
        }
        return bits;
    }

    private static int disposition(String text) {
        return MachNames.DISPOSITIONS.parse(text);
    }
}
