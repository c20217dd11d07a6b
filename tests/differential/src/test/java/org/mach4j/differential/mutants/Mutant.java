// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.mutants;

import static org.mach4j.abi.KernReturn.KERN_INVALID_NAME;
import static org.mach4j.abi.KernReturn.KERN_INVALID_RIGHT;
import static org.mach4j.abi.KernReturn.KERN_NOT_IN_SET;
import static org.mach4j.abi.KernReturn.KERN_SUCCESS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.ToIntFunction;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MachPort;
import org.mach4j.abi.MessageBodyLayout;
import org.mach4j.abi.MessageHeaderLayout;
import org.mach4j.abi.MsghBits;
import org.mach4j.abi.OolDescriptorLayout;
import org.mach4j.abi.PortDescriptorLayout;
import org.mach4j.abi.TrailerLayout;
import org.mach4j.abi.TypeDescriptorLayout;
import org.mach4j.differential.mutants.MutatedKernel.Call;

/** Ways to break one rule of the kernel. */
enum Mutant {
    WRONG_CODE_FOR_AN_UNKNOWN_NAME(call -> {
        int code = call.go();
        return call.is("mach_port_deallocate") && code == KERN_INVALID_NAME ? KERN_INVALID_RIGHT : code;
    }),
    LOST_USER_REFERENCE(call -> {
        if (call.is("mach_port_mod_refs") && call.word(3) == 2) {
            call.arguments()[3] = 1;
        }
        return call.go();
    }),
    DESTROY_KEEPS_THE_RIGHT(call -> call.is("mach_port_destroy") ? KERN_SUCCESS : call.go()),
    EXTRACTING_A_STRANGER_SUCCEEDS(call -> {
        int code = call.go();
        return call.is("mach_port_extract_member") && code == KERN_NOT_IN_SET ? KERN_SUCCESS : code;
    }),
    MEMBERS_TURNED_ROUND(call -> {
        int code = call.go();
        if (call.is("mach_port_get_set_status") && code == KERN_SUCCESS && cell(call, 3) > 1) {
            int count = cell(call, 3);
            ByteBuffer members = call.task().memory().buffer(((long[]) call.arguments()[2])[0], 4 * count);
            int first = members.getInt(0);
            for (int i = 0; i + 1 < count; i++) {
                members.putInt(4 * i, members.getInt(4 * i + 4));
            }
            members.putInt(4 * count - 4, first);
        }
        return code;
    }),
    DEAD_NAME_NOTIFICATION_DROPPED(call -> call.is("mach_port_request_notification")
                    && call.word(2) == MachNotify.MACH_NOTIFY_DEAD_NAME
                    && call.word(5) == MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE
                    && sends(call, call.word(1))
            ? set((int[]) call.arguments()[6], 0)
            : call.go()),
    NO_SENDERS_FORGETS_ITS_COUNT(call -> {
        if (call.is("mach_port_request_notification") && call.word(2) == MachNotify.MACH_NOTIFY_NO_SENDERS) {
            call.arguments()[3] = 0;
        }
        return call.go();
    }),
    MAKE_SEND_COUNT_IS_CUT(call -> {
        if (call.is("mach_port_set_mscount") && call.word(2) == 7) {
            call.arguments()[2] = 3;
        }
        return call.go();
    }),
    QUEUE_HOLDS_ONE_MORE(call -> {
        if (call.is("mach_port_set_attributes") && call.word(2) == MachPort.MACH_PORT_LIMITS_INFO && call.word(4) > 0) {
            int[] limit = ((int[]) call.arguments()[3]).clone();
            limit[0] += limit[0] == 1 ? 1 : 0;
            call.arguments()[3] = limit;
        }
        return call.go();
    }),
    CONTEXT_OF_32_BITS(call -> {
        int code = call.go();
        if (call.is("mach_port_get_context") && code == KERN_SUCCESS) {
            ((long[]) call.arguments()[2])[0] &= 0xffff_ffffL;
        }
        return code;
    }),
    GUARD_IS_NO_GUARD(call -> {
        if (!call.is("mach_port_guard")) {
            return call.go();
        }
        int code = call.go();
        if (code == KERN_SUCCESS) {
            call.task().calls().mach_port_unguard(call.word(0), call.word(1), (Long) call.arguments()[2]);
        }
        return code;
    }),
    FULL_QUEUE_HAS_NO_BUFFER(call -> {
        int code = call.go();
        return code == MachMsgReturn.MACH_SEND_TIMED_OUT ? MachMsgReturn.MACH_SEND_NO_BUFFER : code;
    }),
    INTERRUPTED_IS_TIMED_OUT(call -> {
        int code = call.go();
        return code == MachMsgReturn.MACH_RCV_INTERRUPTED ? MachMsgReturn.MACH_RCV_TIMED_OUT : code;
    }),
    MEMORY_IS_NEVER_GIVEN_UP(call -> call.is("vm_deallocate") ? KERN_SUCCESS : call.go()),
    WRONG_TRAILER_SIZE(call -> received(call, message -> {
        int at = trailer(message);
        if (at > 0 && TrailerLayout.trailerSize(message, at) == TrailerLayout.SEQNO_SIZE) {
            message.putInt(at + TrailerLayout.TRAILER_SIZE_OFFSET, TrailerLayout.SECURITY_SIZE);
        }
    })),
    SEQUENCE_NUMBERS_STAND_STILL(call -> received(call, message -> {
        int at = trailer(message);
        if (at > 0 && TrailerLayout.trailerSize(message, at) >= TrailerLayout.SEQNO_SIZE) {
            message.putInt(at + TrailerLayout.SEQNO_OFFSET, 0);
        }
    })),
    WRONG_DISPOSITION_OF_A_CARRIED_RIGHT(call -> received(call, message -> {
        int at = MessageHeaderLayout.SIZE + MessageBodyLayout.SIZE;
        if (MsghBits.isComplex(MessageHeaderLayout.bits(message, 0))
                && TypeDescriptorLayout.type(message, at) == MachMessage.MACH_MSG_PORT_DESCRIPTOR
                && PortDescriptorLayout.disposition(message, at) == MachMessage.MACH_MSG_TYPE_PORT_SEND) {
            message.put(at + PortDescriptorLayout.DISPOSITION_OFFSET, (byte) MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE);
        }
    })),
    OUT_OF_LINE_MEMORY_IS_KEPT(call -> received(call, message -> {
        int at = MessageHeaderLayout.SIZE + MessageBodyLayout.SIZE;
        if (MsghBits.isComplex(MessageHeaderLayout.bits(message, 0))
                && TypeDescriptorLayout.type(message, at) == MachMessage.MACH_MSG_OOL_DESCRIPTOR) {
            message.put(at + OolDescriptorLayout.DEALLOCATE_OFFSET, (byte) 0);
        }
    })),
    KERNEL_SAYS_ANOTHER_ID(call -> received(call, message -> {
        int id = MessageHeaderLayout.id(message, 0);
        if (id >= 3300 && id < 3400) {
            MessageHeaderLayout.id(message, 0, id - 100);
        }
    })),
    REPLY_PORT_IS_LOST(call -> received(call, message -> {
        if (MsghBits.remote(MessageHeaderLayout.bits(message, 0)) == MachMessage.MACH_MSG_TYPE_PORT_SEND_ONCE) {
            MessageHeaderLayout.remotePort(message, 0, 0);
        }
    })),
    NOTIFICATIONS_SWAPPED(NotificationSwap::answer);

    private final ToIntFunction<Call> rule;

    Mutant(ToIntFunction<Call> rule) {
        this.rule = rule;
    }

    int answer(Call call) {
        return rule.applyAsInt(call);
    }

    private interface Change {
        void make(ByteBuffer message);
    }

    /** Changes what a receive has put into its buffer. */
    private static int received(Call call, Change change) {
        int code = call.go();
        if (isReceive(call) && code == MachMsgReturn.MACH_MSG_SUCCESS) {
            change.make(buffer(call));
        }
        return code;
    }

    static boolean isReceive(Call call) {
        return call.name().startsWith("mach_msg")
                && call.arguments().length >= 7
                && (call.word(1) & MachMessage.MACH_RCV_MSG) != 0;
    }

    /** The buffer that received: the second where there is one. */
    static ByteBuffer buffer(Call call) {
        boolean second = call.name().startsWith("mach_msg_overwrite") && (Long) call.arguments()[7] != 0;
        long address = (Long) call.arguments()[second ? 7 : 0];
        return call.task().memory().buffer(address, 128).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where the trailer is; 0 where it is too far behind. */
    private static int trailer(ByteBuffer message) {
        int at = (MessageHeaderLayout.size(message, 0) + 3) & ~3;
        return at + TrailerLayout.SECURITY_SIZE <= message.limit() ? at : 0;
    }

    private static int cell(Call call, int index) {
        return ((int[]) call.arguments()[index])[0];
    }

    private static boolean sends(Call call, int name) {
        int[] type = new int[1];
        return call.task().calls().mach_port_type(call.word(0), name, type) == 0
                && (type[0] & MachPort.MACH_PORT_TYPE_SEND) != 0;
    }

    private static int set(int[] cell, int value) {
        cell[0] = value;
        return KERN_SUCCESS;
    }
}
