// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.kern;

import static org.mach4j.abi.KernReturn.KERN_SUCCESS;
import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_COMPLEX;
import static org.mach4j.abi.MachMessage.MACH_MSG_OOL_DESCRIPTOR;
import static org.mach4j.abi.MachMessage.MACH_MSG_VIRTUAL_COPY;
import static org.mach4j.abi.MigErrors.MIG_BAD_ARGUMENTS;
import static org.mach4j.abi.MigErrors.MIG_TYPE_ERROR;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mach4j.sim.ipc.Bytes;
import org.mach4j.sim.ipc.Descriptor;
import org.mach4j.sim.ipc.IpcThread;
import org.mach4j.sim.ipc.KernelMessages;
import org.mach4j.sim.ipc.KernelObject;
import org.mach4j.sim.ipc.Message;
import org.mach4j.sim.ipc.Port;
import org.mach4j.sim.ipc.Space;
import org.mach4j.sim.vm.MemoryCopy;

/**
 * One request to the kernel with its reply: the checks of a server stub and the packing of results (spec 06 §3). Offsets
 * count from the start of the user's message, as the specification's tables do.
 */
final class MigCall {
    /** What a stub expects at a descriptor's place: a port of any disposition, of a given one, or memory of a size. */
    static final int ANY_PORT = -1;

    private static final int HEADER_SIZE = 24;
    private static final int KERNEL_HEADER_GROWTH = 8;
    private static final int NDR_SIZE = 8;
    private static final int RETURN_CODE_SIZE = 4;
    private static final int NDR_INTEGERS_LITTLE_ENDIAN = 4;

    private final IpcThread thread;
    private final Message request;
    private final Message reply;

    MigCall(IpcThread thread, Message request) {
        this.thread = thread;
        this.request = request;
        this.reply = KernelMessages.replyTo(thread, request);
    }

    IpcThread thread() {
        return thread;
    }

    Message reply() {
        return reply;
    }

    int id() {
        return request.id();
    }

    // --- the request --------------------------------------------------------------------------------------------

    @Nullable KernelObject object() {
        return KernelMessages.object(request);
    }

    /** The task behind the request port, null for anything but a live task's control port (spec 06 §1.2). */
    @Nullable KernelTask task() {
        return object() instanceof TaskObject taskObject
                        && taskObject.control()
                        && !taskObject.task().isTerminated()
                ? taskObject.task()
                : null;
    }

    @Nullable Space space() {
        KernelTask task = task();
        return task == null ? null : task.ipc().space();
    }

    /** Whether the request is simple and of this size. */
    boolean isSimple(int size) {
        return !isComplex() && request.size() == size;
    }

    private boolean isComplex() {
        return (request.bits() & MACH_MSGH_BITS_COMPLEX) != 0;
    }

    /** Whether the request is simple and at least of this size, for a variable array at its end. */
    boolean isSimpleFrom(int size, int largest) {
        return !isComplex() && request.size() >= size && request.size() <= largest;
    }

    /** The check of a complex request with one port (spec 06 §3.6): {@code KERN_SUCCESS} or a MIG code. */
    int checkPort(int size, int disposition) {
        if (!isComplex() || request.descriptorCount() != 1 || request.kernelSize() != size + KERNEL_HEADER_GROWTH + 4) {
            return MIG_BAD_ARGUMENTS;
        }
        if (!(request.descriptor(0) instanceof Descriptor.Right right)) {
            return MIG_TYPE_ERROR;
        }
        return disposition == ANY_PORT || right.disposition() == disposition ? KERN_SUCCESS : MIG_TYPE_ERROR;
    }

    /** The check of a complex request with one out-of-line memory of exactly so many bytes. */
    int checkMemory(int size, int bytes) {
        if (!isComplex() || request.descriptorCount() != 1 || request.kernelSize() != size + KERNEL_HEADER_GROWTH) {
            return MIG_BAD_ARGUMENTS;
        }
        return request.descriptor(0) instanceof Descriptor.Memory memory && memory.size() == bytes
                ? KERN_SUCCESS
                : MIG_TYPE_ERROR;
    }

    /** The check of a complex request with one out-of-line array of ports. */
    int checkPorts(int size, int disposition) {
        if (!isComplex() || request.descriptorCount() != 1 || request.kernelSize() != size + KERNEL_HEADER_GROWTH) {
            return MIG_BAD_ARGUMENTS;
        }
        return request.descriptor(0) instanceof Descriptor.Rights rights && rights.disposition() == disposition
                ? KERN_SUCCESS
                : MIG_TYPE_ERROR;
    }

    int word(int offset) {
        return Bytes.getInt(request.body(), offset - HEADER_SIZE);
    }

    long longWord(int offset) {
        return Bytes.getLong(request.body(), offset - HEADER_SIZE);
    }

    /** The port of a checked request's descriptor: a port, {@link Port#DEAD} or null. */
    @Nullable Port port() {
        return ((Descriptor.Right) request.descriptor(0)).port();
    }

    int disposition() {
        return ((Descriptor.Right) request.descriptor(0)).disposition();
    }

    /** The ports of a checked request's array. */
    @Nullable Port[] ports() {
        return ((Descriptor.Rights) request.descriptor(0)).ports();
    }

    /** The bytes of a checked request's memory, which is used up. */
    byte[] memory() {
        MemoryCopy copy = ((Descriptor.Memory) request.descriptor(0)).copy();
        if (copy == null) {
            return new byte[0];
        }
        byte[] bytes = copy.toBytes();
        copy.discard();
        return bytes;
    }

    // --- the reply ----------------------------------------------------------------------------------------------

    /** The error reply, and the reply of a routine without results. */
    void fail(int code) {
        byte[] body = ndr(NDR_SIZE + RETURN_CODE_SIZE, 0);
        Bytes.putInt(body, NDR_SIZE, code);
        KernelMessages.fill(reply, body);
    }

    int done() {
        fail(KERN_SUCCESS);
        return KERN_SUCCESS;
    }

    /** A simple reply: the words behind the return code. */
    int words(int... words) {
        byte[] body = ndr(NDR_SIZE + RETURN_CODE_SIZE + 4 * words.length, 0);
        for (int i = 0; i < words.length; i++) {
            Bytes.putInt(body, NDR_SIZE + RETURN_CODE_SIZE + 4 * i, words[i]);
        }
        KernelMessages.fill(reply, body);
        return KERN_SUCCESS;
    }

    /** A simple reply of words, then a counted array of bytes padded to words. */
    int wordsAndBytes(int[] words, byte[] bytes, int length) {
        int[] all = Arrays.copyOf(words, words.length + 1 + (length + 3) / 4);
        all[words.length] = length;
        byte[] padded = Arrays.copyOf(Arrays.copyOf(bytes, length), (length + 3) / 4 * 4);
        for (int i = 0; i < padded.length / 4; i++) {
            all[words.length + 1 + i] = Bytes.getInt(padded, 4 * i);
        }
        return words(all);
    }

    /** A complex reply with one right and no data. */
    int right(@Nullable Port port, int disposition) {
        KernelMessages.fill(reply, new byte[4 + 12], new Descriptor.Right(port, disposition));
        return KERN_SUCCESS;
    }

    /** A complex reply with one array of rights and its count. */
    int rights(@Nullable Port[] ports, int disposition) {
        byte[] body = ndr(4 + 16 + NDR_SIZE + 4, 4 + 16);
        Bytes.putInt(body, 4 + 16 + NDR_SIZE, ports.length);
        KernelMessages.fill(reply, body, new Descriptor.Rights(ports, disposition));
        return KERN_SUCCESS;
    }

    /** A complex reply with out-of-line arrays of words, then words in the message. */
    int arrays(int[][] arrays, int... words) {
        int data = 4 + 16 * arrays.length;
        byte[] body = ndr(data + NDR_SIZE + 4 * words.length, data);
        for (int i = 0; i < words.length; i++) {
            Bytes.putInt(body, data + NDR_SIZE + 4 * i, words[i]);
        }
        Descriptor[] descriptors = new Descriptor[arrays.length];
        for (int i = 0; i < arrays.length; i++) {
            int[] array = arrays[i];
            byte[] bytes = new byte[4 * array.length];
            for (int k = 0; k < array.length; k++) {
                Bytes.putInt(bytes, 4 * k, array[k]);
            }
            MemoryCopy copy = bytes.length == 0 ? null : thread.task().memory().copyOf(bytes);
            descriptors[i] = new Descriptor.Memory(MACH_MSG_OOL_DESCRIPTOR, copy, bytes.length, MACH_MSG_VIRTUAL_COPY);
        }
        KernelMessages.fill(reply, body, descriptors);
        return KERN_SUCCESS;
    }

    private static byte[] ndr(int size, int offset) {
        byte[] body = new byte[size];
        body[offset + NDR_INTEGERS_LITTLE_ENDIAN] = 1;
        return body;
    }
}
