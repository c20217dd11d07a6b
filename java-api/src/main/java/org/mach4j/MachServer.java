// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MigErrors;

/**
 * Receives messages and hands each to the handler of its id.
 *
 * <p>What a handler has not taken out of a message is destroyed when it returns, the reply right included. A handler that
 * throws ends nothing: where a reply is expected and has not been sent, the client gets a MIG error reply
 * ({@code MIG_BAD_ARGUMENTS} for a malformed message, a {@link MachException}'s own code, otherwise
 * {@code MIG_REMOTE_ERROR}), and a failure that is no code is logged. An id without a handler gets {@code MIG_BAD_ID}.
 *
 * <p>Any number of threads may {@link #run} one server. The port or set stays its owner's.
 */
public final class MachServer implements AutoCloseable {
    /** What a server does with a message. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Serves one message.
         *
         * @param request owned by the server and valid until the handler returns; the handler takes what it wants to keep,
         *     and replies by {@link Message#reply}, or later by the reply right it took
         */
        void handle(Message request) throws Exception;
    }

    /** What a server does with what the kernel tells. */
    @FunctionalInterface
    public interface NotificationHandler {
        /**
         * Takes note of one notification.
         *
         * @param notification owned by the server, which closes it when the handler returns
         */
        void handle(Notification notification) throws Exception;
    }

    /** Several routines together, as MIG makes them of an interface. */
    public interface Subsystem {
        /** The handlers by message id. */
        Map<Integer, Handler> handlers();
    }

    /** Gathers the handlers of a server. */
    public static final class Builder {
        private final MessageSource source;
        private final Map<Integer, Handler> handlers = new HashMap<>();
        private @Nullable NotificationHandler notifications;

        private Builder(MessageSource source) {
            this.source = source;
        }

        /**
         * Handles the messages of one id.
         *
         * @throws IllegalArgumentException where the id has a handler already
         */
        public Builder handle(int id, Handler handler) {
            if (handlers.putIfAbsent(id, handler) != null) {
                throw new IllegalArgumentException("message id " + id + " has two handlers");
            }
            return this;
        }

        /** As {@link #handle} for each of a subsystem's routines. */
        public Builder add(Subsystem subsystem) {
            subsystem.handlers().forEach(this::handle);
            return this;
        }

        /** Handles the kernel's notifications. Without it they are dropped. Messages that forge one are no notifications. */
        public Builder notifications(NotificationHandler handler) {
            notifications = handler;
            return this;
        }

        /**
         * Makes the server, which does nothing until it is run.
         *
         * @throws IllegalStateException where the port or set is spent
         */
        public MachServer build() {
            return new MachServer(this);
        }
    }

    private static final System.Logger LOG = System.getLogger("org.mach4j");

    private final Mach mach;
    private final PortSet set;
    /** The one port in a set of the server's own; null where the set was given. */
    private final @Nullable ReceiveRight served;

    /** A message here tells a thread that the server was closed. */
    private final ReceiveRight control;

    private final Map<Integer, Handler> handlers;
    private final @Nullable NotificationHandler notifications;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    /** The threads that serve. Guarded by {@link #lock}. */
    private final Set<Thread> running = new HashSet<>();

    private volatile boolean closed;

    private MachServer(Builder builder) {
        handlers = Map.copyOf(builder.handlers);
        notifications = builder.notifications;
        Right source = (Right) builder.source;
        source.name(); // throws where it is spent, before anything is made
        mach = source.mach();
        if (source instanceof PortSet given) {
            set = given;
            served = null;
        } else {
            served = (ReceiveRight) source;
            set = mach.allocatePortSet();
            set.add(served);
        }
        control = mach.allocatePort();
        set.add(control);
    }

    /** A server of a port, or of all ports in a set. A port may not be received from elsewhere meanwhile. */
    public static Builder on(MessageSource source) {
        return new Builder(source);
    }

    /**
     * Serves until the server is closed, or the thread interrupted (its interrupt status stays set).
     *
     * @throws MachException {@code MACH_RCV_PORT_CHANGED} where the set is destroyed meanwhile
     */
    public void run() {
        serve(null, Integer.MAX_VALUE);
    }

    /**
     * Serves one message, waiting for it at most so long.
     *
     * @return whether there was one
     */
    public boolean runOnce(Duration timeout) {
        return serve(timeout, 1);
    }

    /** Starts so many daemon threads that {@link #run}; they end when the server is closed. */
    public MachServer start(int threads) {
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::run, "mach4j server " + Names.hex(set.name()));
            thread.setDaemon(true);
            thread.start();
        }
        return this;
    }

    private boolean serve(@Nullable Duration timeout, int messages) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            running.add(Thread.currentThread());
        } finally {
            lock.unlock();
        }
        Message message = new Message(mach, mach.buffers().take());
        try {
            int handled = 0;
            while (handled < messages && !closed) {
                try {
                    mach.receiveInto(message, set.name(), Deadline.in(timeout), 0);
                } catch (MachTimeoutException | MachInterruptedException e) {
                    return false;
                } catch (MalformedMessageException e) {
                    LOG.log(Level.DEBUG, "a malformed message was dropped", e);
                    continue;
                } catch (MachException e) {
                    if (!isAboutOneMessage(e.code())) {
                        throw e;
                    }
                    LOG.log(Level.WARNING, "a message that could not be received whole was dropped", e);
                    continue;
                }
                if (message.port() == control.name()) {
                    break;
                }
                dispatch(message);
                message.clear();
                handled++;
            }
            return handled > 0;
        } finally {
            message.close();
            leave();
        }
    }

    private void leave() {
        lock.lock();
        try {
            running.remove(Thread.currentThread());
            if (closed) {
                if (running.isEmpty()) {
                    tearDown();
                } else {
                    wake();
                }
            }
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void dispatch(Message message) {
        int id = message.id();
        DispatchEvent event = new DispatchEvent();
        event.begin();
        boolean failed = false;
        try {
            if (id >= MachNotify.MACH_NOTIFY_FIRST && id <= MachNotify.MACH_NOTIFY_LAST) {
                Optional<Notification> notification = Notification.read(message);
                if (notification.isPresent()) {
                    try (Notification told = notification.get()) {
                        if (notifications != null) {
                            notifications.handle(told);
                        }
                    }
                    return;
                }
            }
            Handler handler = handlers.get(id);
            if (handler == null) {
                replyError(message, MigErrors.MIG_BAD_ID);
            } else {
                handler.handle(message);
            }
        } catch (MalformedMessageException e) {
            failed = true;
            LOG.log(Level.DEBUG, () -> "message " + id + " is malformed", e);
            replyError(message, MigErrors.MIG_BAD_ARGUMENTS);
        } catch (InterruptedException e) {
            failed = true;
            Thread.currentThread().interrupt();
            replyError(message, MigErrors.MIG_REMOTE_ERROR);
        } catch (MachException e) {
            failed = true;
            LOG.log(Level.DEBUG, () -> "message " + id + " is answered by a code", e);
            e.unsent().ifPresent(MessageBuilder::close);
            replyError(message, e.code());
        } catch (Exception e) {
            failed = true;
            LOG.log(Level.WARNING, () -> "the handler of message " + id + " failed", e);
            replyError(message, MigErrors.MIG_REMOTE_ERROR);
        } finally {
            if (event.shouldCommit()) {
                event.id = id;
                event.port = message.port();
                event.failed = failed;
                event.commit();
            }
        }
    }

    private static void replyError(Message message, int code) {
        if (message.expectsReply()) {
            try {
                message.replyError(code);
            } catch (MachException e) {
                LOG.log(Level.WARNING, "an error reply could not be sent", e);
            }
        }
    }

    /** Whether a receive failed for the message's sake, which is gone, so that the next one may be received. */
    private static boolean isAboutOneMessage(int code) {
        int plain = Calls.plain(code);
        return plain == MachMsgReturn.MACH_RCV_BODY_ERROR || plain == MachMsgReturn.MACH_RCV_HEADER_ERROR;
    }

    private void wake() {
        mach.message(0).to(Transfer.makeSendOnce(control)).send();
    }

    /**
     * Ends the server: threads in {@link #run} return when the handler they are in has returned, and this waits for them.
     * Messages that are still queued stay in the port. Closing from a handler waits for the other threads only. Interrupting
     * ends the wait: the threads end all the same, and the thread's interrupt status stays set. Closing again does nothing.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            int here = running.contains(Thread.currentThread()) ? 1 : 0;
            if (running.size() > here) {
                wake();
            }
            while (running.size() > here) {
                ended.await();
            }
            tearDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the last thread to leave does the rest
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what the server made. No thread receives any more, and the lock is held. */
    private void tearDown() {
        if (!control.isHeld()) {
            return;
        }
        if (set.isHeld()) {
            set.remove(control);
        }
        if (served != null) {
            if (served.isHeld()) {
                set.remove(served);
            }
            set.close();
        }
        control.close();
    }

    /** What is served, as a line for people. */
    @Override
    public String toString() {
        return "server of " + (served == null ? set : served) + ", " + handlers.size()
                + (handlers.size() == 1 ? " handler" : " handlers") + (closed ? " (closed)" : "");
    }

    /** The codes by which a reply cannot be delivered, which is the client's affair and no failure of the server. */
    static boolean isClientGone(int code) {
        int plain = Calls.plain(code);
        return plain == MachMsgReturn.MACH_SEND_INVALID_DEST
                || plain == MachMsgReturn.MACH_SEND_TIMED_OUT
                || plain == MachMsgReturn.MACH_SEND_NO_BUFFER;
    }
}
