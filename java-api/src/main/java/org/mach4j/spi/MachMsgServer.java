// SPDX-License-Identifier: Apache-2.0
package org.mach4j.spi;

import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_IMPHOLDASRT;
import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_RAISEIMP;
import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_REMOTE_MASK;
import static org.mach4j.abi.MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE;
import static org.mach4j.abi.MachMessage.MACH_RCV_LARGE;
import static org.mach4j.abi.MachMessage.MACH_RCV_MSG;
import static org.mach4j.abi.MachMessage.MACH_RCV_OVERWRITE;
import static org.mach4j.abi.MachMessage.MACH_SEND_MSG;
import static org.mach4j.abi.MachMessage.MACH_SEND_TIMEOUT;
import static org.mach4j.abi.MachMessage.MACH_SEND_TRAILER;
import static org.mach4j.abi.MachMsgReturn.MACH_MSG_SUCCESS;
import static org.mach4j.abi.MachMsgReturn.MACH_RCV_TOO_LARGE;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_INVALID_DEST;
import static org.mach4j.abi.MachMsgReturn.MACH_SEND_TIMED_OUT;
import static org.mach4j.abi.MachPort.MACH_PORT_NULL;
import static org.mach4j.abi.MachVm.VM_FLAGS_ANYWHERE;
import static org.mach4j.abi.MachVm.VM_MEMORY_MACH_MSG;
import static org.mach4j.abi.MigErrors.MIG_NO_REPLY;

import java.nio.ByteBuffer;
import org.mach4j.abi.MachVm;
import org.mach4j.abi.MessageHeaderLayout;
import org.mach4j.abi.MigReplyErrorLayout;
import org.mach4j.abi.MsghBits;
import org.mach4j.abi.TrailerLayout;

/**
 * libSystem's server loops (spec 01 §2.6-§2.8), for programs that bring their MIG demultiplexer along. They are the
 * library's code and no kernel's, so they are written once, over the calls of any kernel.
 *
 * <p>They do as the library of OS X 10.9 does, its defects included. A new server is better served by
 * {@code org.mach4j.MachServer}.
 */
@SuppressWarnings("checkstyle:MethodName") // the names are the C functions'
public final class MachMsgServer {
    /** What MIG makes of a subsystem: {@code boolean_t demux(mach_msg_header_t *, mach_msg_header_t *)}. */
    @FunctionalInterface
    public interface Demux {
        /**
         * Serves a request.
         *
         * @param request address of the request, which has been received; what it carries is the routine's
         * @param reply address of a buffer of the size that the loop was given, where the reply is to be put. Where its
         *     remote port is 0, or it is simple and its return code {@code MIG_NO_REPLY}, none is sent
         * @return whether the id was known; the loops do not look at it
         */
        boolean serve(long request, long reply);
    }

    private final MachCalls calls;
    private final TaskMemory memory;

    /**
     * Loops for a task.
     *
     * @param task whose calls the loops make, and in whose memory the messages lie
     */
    public MachMsgServer(MachTask task) {
        this.calls = task.calls();
        this.memory = task.memory();
    }

    /**
     * Serves one request.
     *
     * @param maxSize bytes of the largest request and of the largest reply, without trailers
     * @param rcvName a receive right or port set
     * @param options for the receive and the send; with {@code MACH_RCV_LARGE} the request's buffer grows as needed, and
     *     {@code MACH_RCV_TIMEOUT} means a poll
     * @return 0 where a request was served, also where its reply found nobody or a full queue; else the code of
     *     {@code vm_allocate} or of the message call that failed
     */
    public int mach_msg_server_once(Demux demux, int maxSize, int rcvName, int options) {
        int option = options & ~(MACH_SEND_MSG | MACH_RCV_MSG);
        Buffers buffers = new Buffers(maxSize, option);
        int code = buffers.allocateReply();
        if (code != KERN_SUCCESS) {
            return code;
        }
        do {
            code = buffers.allocateRequest();
            if (code != KERN_SUCCESS) {
                buffers.freeReply();
                return code;
            }
            code = receive(buffers, rcvName, option);
        } while (buffers.makeRoom(code));
        if (code == MACH_MSG_SUCCESS) {
            serve(demux, buffers);
            code = send(buffers, option);
        }
        buffers.freeRequest();
        buffers.freeReply();
        return code;
    }

    /**
     * Serves requests, until a message call fails in another way than that a reply finds nobody or a full queue. A reply
     * and the next request are one call.
     *
     * @param maxSize see {@link #mach_msg_server_once}
     * @return the code that ended the loop
     */
    public int mach_msg_server(Demux demux, int maxSize, int rcvName, int options) {
        return serveAll(maxSize, options, rcvName, (buffers, option) -> {
            serve(demux, buffers);
            if (remote(buffers.reply) != MACH_PORT_NULL) {
                int code = sendAndReceive(buffers, rcvName, option);
                if (!isLost(code)) {
                    return code;
                }
            }
            // Where the buffers have changed places this is the request just served, not the unsent reply: the
            // library's own defect (spec 01 §2.7).
            destroyIfComplex(buffers.reply);
            return receive(buffers, rcvName, option);
        });
    }

    /**
     * Serves requests as {@link #mach_msg_server}, and holds the importance that a request brought until its reply was sent or
     * dropped (spec 01 §2.8). A reply is sent alone; where that fails, the next request is received all the same.
     *
     * @param maxSize see {@link #mach_msg_server_once}
     * @param complete gives up one importance assertion that was handed to this task, as libproc's
     *     {@code proc_importance_assertion_complete} does: no Mach call does that
     * @return the code of the receive that ended the loop
     */
    public int mach_msg_server_importance(Demux demux, int maxSize, int rcvName, int options, Runnable complete) {
        return serveAll(maxSize, options, rcvName, (buffers, option) -> {
            boolean holds = holdsImportance(buffers.request);
            serve(demux, buffers);
            int unused = send(buffers, option);
            if (holds) {
                complete.run();
            }
            return receive(buffers, rcvName, option);
        });
    }

    /** What a loop does with a request that was received, up to the next receive, whose code it returns. */
    private interface Turn {
        int take(Buffers buffers, int option);
    }

    private int serveAll(int maxSize, int options, int rcvName, Turn turn) {
        int option = options & ~(MACH_SEND_MSG | MACH_RCV_MSG | MACH_RCV_OVERWRITE);
        Buffers buffers = new Buffers(maxSize, option);
        int code = buffers.allocateReply();
        if (code != KERN_SUCCESS) {
            return code;
        }
        do {
            code = buffers.allocateRequest();
            if (code != KERN_SUCCESS) {
                buffers.freeReply();
                return code;
            }
            code = receive(buffers, rcvName, option);
            while (code == MACH_MSG_SUCCESS) {
                code = turn.take(buffers, option);
            }
        } while (buffers.makeRoom(code));
        buffers.freeRequest();
        buffers.freeReply();
        return code;
    }

    /** {@code proc_importance_assertion_begin_with_msg} for a message that was just received: the task has its assertion. */
    private boolean holdsImportance(long request) {
        ByteBuffer header = memory.buffer(request, MessageHeaderLayout.SIZE);
        int bits = header.getInt(MessageHeaderLayout.BITS_OFFSET);
        if ((bits & MACH_MSGH_BITS_RAISEIMP) == 0) {
            return false;
        }
        MessageHeaderLayout.bits(header, 0, bits | MACH_MSGH_BITS_IMPHOLDASRT);
        return true;
    }

    private int receive(Buffers buffers, int rcvName, int option) {
        return calls.mach_msg(
                buffers.request, MACH_RCV_MSG | option, 0, buffers.requestSize, rcvName, 0, MACH_PORT_NULL);
    }

    /** Lets the request be served, and destroys it where an error is the answer (spec 01 §2.6 steps 8 and 9). */
    private void serve(Demux demux, Buffers buffers) {
        demux.serve(buffers.request, buffers.reply);
        if (isComplex(buffers.reply)) {
            return;
        }
        int code = MigReplyErrorLayout.retCode(memory.buffer(buffers.reply, MigReplyErrorLayout.SIZE), 0);
        if (code == MIG_NO_REPLY) {
            clearRemote(buffers.reply);
        } else if (code != KERN_SUCCESS && isComplex(buffers.request)) {
            // The reply right is the reply's now.
            clearRemote(buffers.request);
            calls.mach_msg_destroy(buffers.request);
        }
    }

    /** Sends the reply, if there is one (spec 01 §2.6 steps 10 and 11). */
    private int send(Buffers buffers, int option) {
        if (remote(buffers.reply) != MACH_PORT_NULL) {
            int code = calls.mach_msg(
                    buffers.reply, sendOption(buffers.reply, option), size(buffers.reply), 0, 0, 0, MACH_PORT_NULL);
            if (!isLost(code)) {
                return code;
            }
        }
        destroyIfComplex(buffers.reply);
        return MACH_MSG_SUCCESS;
    }

    private int sendAndReceive(Buffers buffers, int rcvName, int option) {
        int both = MACH_RCV_MSG | sendOption(buffers.reply, option);
        int size = size(buffers.reply);
        if (buffers.requestRoom != buffers.replyRoom) {
            return calls.mach_msg_overwrite(
                    buffers.reply, both, size, buffers.requestSize, rcvName, 0, MACH_PORT_NULL, buffers.request, 0);
        }
        int code = calls.mach_msg(buffers.reply, both, size, buffers.requestSize, rcvName, 0, MACH_PORT_NULL);
        buffers.exchange();
        return code;
    }

    /** Whoever waits for a reply by a send-once right has room for it; others must not hold the server up. */
    private int sendOption(long reply, int option) {
        boolean once = (header(reply, MessageHeaderLayout.BITS_OFFSET) & MACH_MSGH_BITS_REMOTE_MASK)
                == MACH_MSG_TYPE_MOVE_SEND_ONCE;
        return MACH_SEND_MSG | option | (once ? 0 : MACH_SEND_TIMEOUT);
    }

    private static boolean isLost(int code) {
        return code == MACH_SEND_INVALID_DEST || code == MACH_SEND_TIMED_OUT;
    }

    private void destroyIfComplex(long message) {
        if (isComplex(message)) {
            calls.mach_msg_destroy(message);
        }
    }

    private boolean isComplex(long message) {
        return MsghBits.isComplex(header(message, MessageHeaderLayout.BITS_OFFSET));
    }

    private int remote(long message) {
        return header(message, MessageHeaderLayout.REMOTE_PORT_OFFSET);
    }

    private int size(long message) {
        return header(message, MessageHeaderLayout.SIZE_OFFSET);
    }

    private int header(long message, int offset) {
        return memory.buffer(message, MessageHeaderLayout.SIZE).getInt(offset);
    }

    private void clearRemote(long message) {
        ByteBuffer header = memory.buffer(message, MessageHeaderLayout.SIZE);
        MessageHeaderLayout.remotePort(header, 0, MACH_PORT_NULL);
    }

    /** The two buffers of a loop. */
    private final class Buffers {
        private final int trailer;
        private final boolean grows;
        private final int replyRoom;
        private int requestRoom;
        /** The size that receives are given. */
        private int requestSize;

        private long request;
        private long reply;

        Buffers(int maxSize, int option) {
            trailer = TrailerLayout.requestedSize(option);
            grows = (option & MACH_RCV_LARGE) != 0;
            requestRoom = roundPage(maxSize + trailer);
            requestSize = grows ? requestRoom : maxSize + trailer;
            replyRoom = roundPage((option & MACH_SEND_TRAILER) != 0 ? maxSize + TrailerLayout.MAX_SIZE : maxSize);
        }

        private int roundPage(int size) {
            int page = (int) calls.vm_page_size();
            return size + page - 1 & -page;
        }

        int allocateReply() {
            long[] address = new long[1];
            int code = allocate(address, replyRoom);
            reply = address[0];
            return code;
        }

        int allocateRequest() {
            long[] address = new long[1];
            int code = allocate(address, requestRoom);
            request = address[0];
            return code;
        }

        private int allocate(long[] address, int size) {
            return calls.vm_allocate(
                    calls.mach_task_self(),
                    address,
                    Integer.toUnsignedLong(size),
                    VM_FLAGS_ANYWHERE | MachVm.tag(VM_MEMORY_MACH_MSG));
        }

        void freeRequest() {
            calls.vm_deallocate(calls.mach_task_self(), request, Integer.toUnsignedLong(requestRoom));
        }

        void freeReply() {
            calls.vm_deallocate(calls.mach_task_self(), reply, Integer.toUnsignedLong(replyRoom));
        }

        /** Gives the request's buffer up for a larger one where that would help; it is still to be allocated. */
        boolean makeRoom(int code) {
            if (code != MACH_RCV_TOO_LARGE || !grows) {
                return false;
            }
            int needed = roundPage(size(request) + trailer);
            freeRequest();
            requestRoom = needed;
            requestSize = needed;
            return true;
        }

        void exchange() {
            long served = request;
            request = reply;
            reply = served;
        }
    }
}
