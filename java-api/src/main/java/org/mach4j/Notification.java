// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachNotify;

/**
 * What the kernel tells about rights and ports, in messages of its own (spec 06 §4, 03 §9). {@link #read} makes one of a
 * received message.
 *
 * <p>Some carry something: a right, or a reference. It belongs to the notification, and {@link #close} gives it back where
 * nobody took it.
 */
public sealed interface Notification extends AutoCloseable {
    /** Gives back what the notification carries. */
    @Override
    default void close() {}

    /**
     * A request for a notification ended because the name it was about left the task: {@code MACH_NOTIFY_PORT_DELETED}.
     *
     * @param name of the right that the request was about; it may name something else by now
     */
    record PortDeleted(int name) implements Notification {
        @Override
        public String toString() {
            return "PortDeleted[name=" + Names.hex(name) + "]";
        }
    }

    /**
     * The queue of a port that was full has room: {@code MACH_NOTIFY_SEND_POSSIBLE}.
     *
     * @param name of the send right
     */
    record SendPossible(int name) implements Notification {
        @Override
        public String toString() {
            return "SendPossible[name=" + Names.hex(name) + "]";
        }
    }

    /**
     * A receive right was to be destroyed and comes back instead: {@code MACH_NOTIFY_PORT_DESTROYED}.
     *
     * @param port the receive right, which the notification owns until somebody closes or moves it; null where the port
     *     died on the way
     */
    record PortDestroyed(@Nullable ReceiveRight port) implements Notification {
        /** Destroys the port, unless it was moved on. */
        @Override
        public void close() {
            if (port != null) {
                port.close();
            }
        }
    }

    /**
     * No send right to a port exists any more: {@code MACH_NOTIFY_NO_SENDERS}.
     *
     * @param makeSendCount of the port at that moment; where the port's is higher by now, there are senders again
     */
    record NoSenders(int makeSendCount) implements Notification {}

    /** A send-once right was given up unused: {@code MACH_NOTIFY_SEND_ONCE}. */
    record SendOnce() implements Notification {}

    /**
     * A port died, and a right to it became a dead name: {@code MACH_NOTIFY_DEAD_NAME}.
     *
     * @param right a reference to the dead name, which the kernel made for this notification (spec 03 §9)
     */
    record DeadName(SendRight right) implements Notification {
        /** The name that died. */
        public int name() {
            return right.name();
        }

        /** Whether it was this right that died. */
        public boolean isAbout(Right other) {
            return right.isSamePortAs(other);
        }

        /** Gives the reference back. */
        @Override
        public void close() {
            right.close();
        }
    }

    /**
     * Reads a notification out of a message, and takes what it carries.
     *
     * @return empty where the message is none: by its id, or because it was not the kernel that sent it
     * @throws MalformedMessageException where the kernel's message is not laid out as its id says
     */
    static Optional<Notification> read(Message message) {
        int id = message.id();
        if (id < MachNotify.MACH_NOTIFY_PORT_DELETED
                || id > MachNotify.MACH_NOTIFY_DEAD_NAME
                || !message.isFromKernel()) {
            return Optional.empty();
        }
        NotificationEvent event = new NotificationEvent();
        if (event.shouldCommit()) {
            event.id = id;
            event.port = message.port();
            event.commit();
        }
        return Optional.ofNullable(
                switch (id) {
                    case MachNotify.MACH_NOTIFY_PORT_DELETED -> new PortDeleted(word(message));
                    case MachNotify.MACH_NOTIFY_SEND_POSSIBLE -> new SendPossible(word(message));
                    case MachNotify.MACH_NOTIFY_PORT_DESTROYED -> new PortDestroyed(message.takeReceive());
                    case MachNotify.MACH_NOTIFY_NO_SENDERS -> new NoSenders(word(message));
                    case MachNotify.MACH_NOTIFY_SEND_ONCE -> new SendOnce();
                    case MachNotify.MACH_NOTIFY_DEAD_NAME -> new DeadName(new SendRight(message.mach(), word(message)));
                    default -> null;
                });
    }

    private static int word(Message message) {
        message.getLong(); // NDR
        return message.getInt();
    }
}
