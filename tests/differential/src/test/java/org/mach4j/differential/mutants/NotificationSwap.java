// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.mutants;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.WeakHashMap;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MessageHeaderLayout;
import org.mach4j.differential.mutants.MutatedKernel.Call;
import org.mach4j.sim.SimulatedTask;

/** Of two notifications that wait in a queue, the second comes first. */
final class NotificationSwap {
    private static final int SIZE = 128;

    /** The first of two, which the next receive by the same name gets. */
    private record Held(int name, byte[] message) {}

    private static final Map<SimulatedTask, Held> HELD = new WeakHashMap<>();

    private NotificationSwap() {}

    static synchronized int answer(Call call) {
        if (!Mutant.isReceive(call) || (call.word(1) & MachMessage.MACH_RCV_TIMEOUT) == 0) {
            return call.go();
        }
        Held held = HELD.get(call.task());
        if (held != null && held.name() == call.word(4)) {
            HELD.remove(call.task());
            Mutant.buffer(call).put(0, held.message());
            return MachMsgReturn.MACH_MSG_SUCCESS;
        }
        int code = call.go();
        if (code == MachMsgReturn.MACH_MSG_SUCCESS && isNotification(Mutant.buffer(call))) {
            byte[] first = new byte[SIZE];
            Mutant.buffer(call).get(0, first);
            if (call.go() == MachMsgReturn.MACH_MSG_SUCCESS) {
                HELD.put(call.task(), new Held(call.word(4), first));
            } else {
                Mutant.buffer(call).put(0, first);
            }
        }
        return code;
    }

    private static boolean isNotification(ByteBuffer message) {
        int id = MessageHeaderLayout.id(message, 0);
        return id >= MachNotify.MACH_NOTIFY_FIRST && id <= MachNotify.MACH_NOTIFY_LAST;
    }
}
