// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.MachMessage.MACH_MSGH_BITS_COMPLEX;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message in the kernel (spec 02 §3): its ports are references, not names. Owned by exactly one place at a time: a
 * thread that sends, receives or destroys it, or a queue.
 */
public final class Message {
    private static final Descriptor[] NO_DESCRIPTORS = {};

    /** {@code msgh_bits}; the dispositions are the received forms after copying in. */
    int bits;
    /** The destination: always a port until it is dropped. */
    @Nullable Port remote;
    /** The reply right: a port, {@link Port#DEAD} or null. */
    @Nullable Port local;

    int reserved;
    int id;
    /** Bytes as the sender's and any other 64-bit task sees the message, header included. */
    int size;
    /** The bytes behind the header; with descriptors these are the count, the descriptors as sent, then inline data. */
    byte[] body = Bytes.NONE;
    /** Where inline data begin in {@link #body}; 0 without descriptors. */
    int inlineOffset;

    Descriptor[] descriptors = NO_DESCRIPTORS;
    /** How many of them are filled: all, but for a message that is just being copied in. */
    int descriptorCount;

    Tokens tokens = Tokens.KERNEL;
    /** The message builds a loop of receive rights (spec 02 §9). */
    boolean circular;
    /** The port whose preallocated buffer this message uses. */
    @Nullable Port preallocatedBy;

    /** The next in a queue, or in a thread's list of messages to destroy. */
    @Nullable Message next;

    /** {@code msgh_id}. */
    public int id() {
        return id;
    }

    /** {@code msgh_bits}. */
    public int bits() {
        return bits;
    }

    /** Bytes as a 64-bit task sees them. */
    public int size() {
        return size;
    }

    /** The bytes behind the header as the sender laid them out; do not change. */
    public byte[] body() {
        return body;
    }

    /** How many descriptors there are. */
    public int descriptorCount() {
        return descriptorCount;
    }

    /** A descriptor. */
    public Descriptor descriptor(int index) {
        return descriptors[Objects.checkIndex(index, descriptorCount)];
    }

    boolean isComplex() {
        return (bits & MACH_MSGH_BITS_COMPLEX) != 0;
    }

    int remoteType() {
        return bits & 0xff;
    }

    int localType() {
        return bits >>> 8 & 0xff;
    }

    /** The size of the real kernel's own copy, which {@code mach_port_peek} reports (spec 01 §4.4). */
    public int kernelSize() {
        int portDescriptors = 0;
        for (int i = 0; i < descriptorCount; i++) {
            if (descriptor(i) instanceof Descriptor.Right) {
                portDescriptors++;
            }
        }
        return size + 8 + 4 * portDescriptors;
    }
}
