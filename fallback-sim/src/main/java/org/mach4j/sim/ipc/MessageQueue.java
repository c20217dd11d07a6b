// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.ipc;

import static org.mach4j.abi.MachMessage.MACH_RCV_LARGE;
import static org.mach4j.abi.MachPort.MACH_PORT_QLIMIT_DEFAULT;
import static org.mach4j.abi.MachPort.MACH_PORT_QLIMIT_KERNEL;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queue of a port (spec 05 §2, port arm): messages, places, waiting threads and the sets the port belongs to.
 * Guarded by the port's lock, which the caller of every method holds.
 */
final class MessageQueue {
    private final Port port;

    /**
     * The messages are a ring: the next of the last is the first. A message is then stored in one place only that may be older than it;
     * each such place costs a collector as much as the rest of the queue does.
     */
    private @Nullable Message last;

    /** Messages queued and places granted to senders that have not posted yet. */
    int count;

    int limit = MACH_PORT_QLIMIT_DEFAULT;
    int sequenceNumber;
    /** Somebody may be waiting to send. */
    private boolean sendersMayWait;
    /** Receivers, senders and links to sets, in the order in which they came. */
    private final WaitList waiters;

    MessageQueue(Port port) {
        this.port = port;
        this.waiters = new WaitList(port.lock);
    }

    @Nullable Message first() {
        return last == null ? null : last.next;
    }

    /** The messages, oldest first. */
    List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (Message message = first(); message != null; message = message == last ? null : message.next) {
            messages.add(message);
        }
        return messages;
    }

    boolean isFull() {
        return Integer.compareUnsigned(count, limit) >= 0;
    }

    boolean isHardFull() {
        return count >= MACH_PORT_QLIMIT_KERNEL;
    }

    // --- sending ------------------------------------------------------------------------------------------------

    /** Lets the thread wait for a place. It must then {@link IpcThread#await} without the lock. */
    void waitToSend(IpcThread sender) {
        sendersMayWait = true;
        sender.enterWait(waiters, true);
    }

    /** Gives an admitted message to the first receiver that takes it, or queues it (spec 05 §4.4). */
    void post(IpcThread poster, Message message) {
        if (giveToReceiver(poster, message)) {
            sequenceNumber++;
            releasePlace(poster);
        } else {
            append(message);
        }
    }

    /**
     * Gives a message with the present sequence number to the first waiting receiver that takes it, false where there
     * is none (spec 05 §6). Receivers that are too small and asked to be told are woken on the way; sets without a
     * receiver are marked ready.
     */
    private boolean giveToReceiver(IpcThread poster, Message message) {
        WaitElement element = waiters.first;
        while (element != null) {
            WaitElement next = element.waitNext;
            if (element instanceof IpcThread thread) {
                if (!thread.waitsToSend) {
                    if (takes(thread, message)) {
                        give(poster, thread, waiters, message);
                        return true;
                    }
                    tellTooLarge(poster, thread, waiters, message);
                }
            } else if (element instanceof SetLink link) {
                if (giveToReceiverOnSet(poster, link, message)) {
                    return true;
                }
            }
            element = next;
        }
        return false;
    }

    private boolean giveToReceiverOnSet(IpcThread poster, SetLink link, Message message) {
        PortSet set = link.set;
        set.lock.lock();
        try {
            WaitElement element;
            while ((element = set.waiters.first) != null) {
                IpcThread thread = (IpcThread) element;
                if (takes(thread, message)) {
                    give(poster, thread, set.waiters, message);
                    return true;
                }
                tellTooLarge(poster, thread, set.waiters, message);
            }
            set.mark(link);
            return false;
        } finally {
            set.lock.unlock();
        }
    }

    private static boolean takes(IpcThread receiver, Message message) {
        return (receiver.receiveOption & MACH_RCV_LARGE) == 0 || fits(receiver, message);
    }

    private static boolean fits(IpcThread receiver, Message message) {
        return Receive.fits(message, receiver.receiveOption, receiver.receiveSize);
    }

    private void give(IpcThread poster, IpcThread receiver, WaitList list, Message message) {
        receiver.receivedTooLarge = !fits(receiver, message);
        receiver.received = message;
        receiver.sequenceNumber = sequenceNumber;
        receiver.choose(IpcThread.Wake.MESSAGE, list, poster);
    }

    private void tellTooLarge(IpcThread poster, IpcThread receiver, WaitList list, Message message) {
        receiver.tooLargeSize = message.size;
        receiver.receiverName = port.receiverName;
        receiver.choose(IpcThread.Wake.TOO_LARGE, list, poster);
    }

    private void append(Message message) {
        putBack(message);
        last = message;
    }

    /** Makes a message the first. */
    private void putBack(Message message) {
        if (last == null) {
            message.next = message;
            last = message;
        } else {
            message.next = last.next;
            last.next = message;
        }
    }

    /** A message left the queue's account: the first waiting sender gets its place (spec 05 §4.3). */
    private void releasePlace(IpcThread thread) {
        count--;
        if (sendersMayWait && !isFull()) {
            grantPlace(thread);
        }
    }

    /** Grants a place to the first waiting sender; false where none waits. */
    private boolean grantPlace(IpcThread thread) {
        IpcThread sender = firstSender();
        if (sender == null) {
            sendersMayWait = false;
            return false;
        }
        sender.choose(IpcThread.Wake.GRANTED, waiters, thread);
        count++;
        return true;
    }

    /** The names of the threads that wait, in order. */
    void waiting(List<String> receivers, List<String> senders) {
        for (WaitElement e = waiters.first; e != null; e = e.waitNext) {
            if (e instanceof IpcThread thread) {
                (thread.waitsToSend ? senders : receivers)
                        .add(thread.javaThread().getName());
            }
        }
    }

    private @Nullable IpcThread firstSender() {
        for (WaitElement e = waiters.first; e != null; e = e.waitNext) {
            if (e instanceof IpcThread thread && thread.waitsToSend) {
                return thread;
            }
        }
        return null;
    }

    /** Sets the limit; up to the difference, waiting senders get places, whatever the count (spec 05 §10). */
    void setLimit(IpcThread thread, int newLimit) {
        for (int i = limit; i < newLimit && grantPlace(thread); i++) {
            // Each round grants one place.
        }
        limit = newLimit;
    }

    // --- receiving ----------------------------------------------------------------------------------------------

    /** Takes the first message off the ring. There must be one. */
    private Message removeFirst() {
        Message end = last;
        Message message = first();
        if (end == null || message == null) {
            throw new IllegalStateException("taking from an empty queue");
        }
        if (message == end) {
            last = null;
        } else {
            end.next = message.next;
        }
        message.next = null;
        return message;
    }

    /** Takes the first message off the queue for a receiver (spec 05 §5.2). There must be one. */
    Message take(IpcThread receiver) {
        Message message = removeFirst();
        receiver.sequenceNumber = sequenceNumber++;
        releasePlace(receiver);
        return message;
    }

    void waitToReceive(IpcThread receiver) {
        receiver.enterWait(waiters, false);
    }

    /** Sends all receivers away: the port died or its receive right left (spec 05 §7). Set waiters stay. */
    void changed(IpcThread thread) {
        WaitElement element = waiters.first;
        while (element != null) {
            WaitElement next = element.waitNext;
            if (element instanceof IpcThread receiver && !receiver.waitsToSend) {
                receiver.choose(IpcThread.Wake.CHANGED, waiters, thread);
            }
            element = next;
        }
    }

    /** Sends all waiting senders away and gives up all messages, as a chain, oldest first (spec 05 §11). */
    @Nullable Message destroy(IpcThread thread) {
        sendersMayWait = false;
        IpcThread sender;
        while ((sender = firstSender()) != null) {
            sender.choose(IpcThread.Wake.CHANGED, waiters, thread);
        }
        Message all = first();
        if (last != null) {
            last.next = null;
            last = null;
        }
        count = 0;
        return all;
    }

    // --- sets ---------------------------------------------------------------------------------------------------

    @Nullable SetLink linkTo(PortSet set) {
        for (WaitElement e = waiters.first; e != null; e = e.waitNext) {
            if (e instanceof SetLink link && link.set == set) {
                return link;
            }
        }
        return null;
    }

    /** Joins a set; its waiting receivers get what is queued (spec 05 §8.3). */
    void join(IpcThread thread, PortSet set) {
        SetLink link = new SetLink(port, set);
        waiters.append(link);
        set.lock.lock();
        try {
            set.addMember(link);
        } finally {
            set.lock.unlock();
        }
        while (last != null) {
            Message message = removeFirst(); // first of all: what is given belongs to the receiver at once
            if (!giveToReceiver(thread, message)) {
                putBack(message);
                return;
            }
            sequenceNumber++;
            releasePlace(thread);
        }
    }

    void leave(SetLink link) {
        waiters.remove(link);
        link.set.lock.lock();
        try {
            link.set.removeMember(link);
        } finally {
            link.set.lock.unlock();
        }
    }

    /** Leaves all sets; returns whether there was one. */
    boolean leaveAll() {
        boolean any = false;
        WaitElement element = waiters.first;
        while (element != null) {
            WaitElement next = element.waitNext;
            if (element instanceof SetLink link) {
                leave(link);
                any = true;
            }
            element = next;
        }
        return any;
    }
}
