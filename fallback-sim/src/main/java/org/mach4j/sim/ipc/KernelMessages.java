// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_COMPLEX;
import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_PORTS_MASK;

import org.jspecify.annotations.Nullable;

/** Requests to the kernel and its replies, for the {@link KernelServer} (spec 06 §1). */
public final class KernelMessages {
    private static final int REPLY_ID_OFFSET = 100;
    private static final int HEADER_SIZE = 24;
    private static final int BODY_SIZE = 4;

    private KernelMessages() {}

    /** A reply to a request, whose reply right it takes (spec 06 §1 step 4). Its body is still empty. */
    public static Message replyTo(IpcThread thread, Message request) {
        Message reply = new Message();
        reply.bits = request.localType();
        reply.remote = request.local;
        request.local = null;
        request.bits &= ~MACH_MSGH_BITS_PORTS_MASK | 0xff;
        reply.id = request.id + REPLY_ID_OFFSET;
        reply.reserved = request.id;
        reply.size = HEADER_SIZE;
        thread.task().kernel.counters.messagesMade.increment();
        return reply;
    }

    /** Fills a simple reply with the bytes behind the header. */
    public static void fill(Message reply, byte[] body) {
        reply.body = body;
        reply.size = HEADER_SIZE + body.length;
    }

    /**
     * Fills a complex reply.
     *
     * @param body the bytes behind the header, with room for the count and the descriptors
     */
    public static void fill(Message reply, byte[] body, Descriptor... descriptors) {
        fill(reply, body);
        int offset = BODY_SIZE;
        for (Descriptor descriptor : descriptors) {
            offset += descriptor instanceof Descriptor.Right ? 12 : 16;
        }
        reply.bits |= MACH_MSGH_BITS_COMPLEX;
        reply.inlineOffset = offset;
        reply.descriptors = descriptors;
        reply.descriptorCount = descriptors.length;
    }

    /** Lets a receive right travel in a reply (spec 03 §5.7); a circular reply destroys itself when sent. */
    public static void carryReceive(IpcThread thread, Message reply, Port right) {
        Port destination = reply.remote;
        if (destination != null && destination != Port.DEAD) {
            reply.circular = Transit.enter(thread, right, destination);
        }
    }

    /** Whether a reply has somewhere to go. */
    public static boolean hasDestination(Message reply) {
        return Port.isValid(reply.remote);
    }

    /** The right the request was sent with is given back (spec 06 §1 step 6): a send right, since the kernel makes no others to its ports. */
    public static void releaseDestination(IpcThread thread, Message request) {
        Port destination = request.remote;
        request.remote = null;
        NakedRights.releaseSend(thread, destination);
    }

    /** The routine has taken what the request carried. */
    public static void consumed(IpcThread thread, Message request) {
        thread.task().kernel.counters.messagesReceived.increment();
    }

    /** Destroys a request whose routine failed, or a reply nobody waits for, with all it carries. */
    public static void destroy(IpcThread thread, Message message) {
        MessageDeath.destroy(thread, message);
    }

    /** Takes the object a destination stands for, null where it is dead. */
    public static @Nullable KernelObject object(Message request) {
        Port destination = request.remote;
        return destination == null ? null : destination.kernelObject();
    }
}
