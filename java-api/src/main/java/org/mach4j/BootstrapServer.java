// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.BootstrapCodes;

/**
 * A bootstrap server for tasks that have none: look up, check in and register in one flat name space, by the protocol of
 * launchd 842 (spec 06 §6), so that C and Java clients find each other. {@link Mach#bootstrap} starts one by itself on a
 * simulated kernel.
 *
 * <p>Not served, and answered by {@code MIG_BAD_ID}: subsets and other bootstraps, jobs, per-process services.
 */
public final class BootstrapServer implements AutoCloseable {
    private static final int CHECK_IN = 402;
    private static final int REGISTER = 403;
    private static final int LOOK_UP = 404;
    private static final int NAME = 128;
    private static final int NOBODY = -1;

    /** One name. Guarded by the server's lock. */
    private static final class Service {
        /** Held by the server while the service is declared and nobody has checked in. */
        private @Nullable ReceiveRight receive;

        private SendRight send;
        private final boolean declared;
        private int owner;

        Service(@Nullable ReceiveRight receive, SendRight send, boolean declared, int owner) {
            this.receive = receive;
            this.send = send;
            this.declared = declared;
            this.owner = owner;
        }

        boolean isActive() {
            return receive == null;
        }
    }

    private final Mach mach;
    private final ReceiveRight port;
    private final MachServer server;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final Map<String, Service> services = new HashMap<>();

    private BootstrapServer(Mach mach) {
        this.mach = mach;
        this.port = mach.allocatePort();
        this.server = MachServer.on(port)
                .handle(CHECK_IN, this::checkIn)
                .handle(REGISTER, this::register)
                .handle(LOOK_UP, this::lookUp)
                .notifications(this::told)
                .build();
    }

    /**
     * Starts a server on a thread of its own.
     *
     * @param mach the task that serves; it stays the caller's, and is to stay open as long as the server
     */
    public static BootstrapServer start(Mach mach) {
        BootstrapServer bootstrap = new BootstrapServer(mach);
        bootstrap.server.start(1);
        return bootstrap;
    }

    /** A send right to the server's port, which the caller owns: to be made a task's bootstrap port. */
    public SendRight makeSend() {
        return port.makeSend();
    }

    ReceiveRight port() {
        return port;
    }

    /**
     * Makes a service that is there before its program: it can be looked up, messages to it wait until somebody checks in,
     * and when that task dies the port comes back here, to be checked in anew.
     *
     * @throws IllegalArgumentException where the name exists
     */
    public void declare(String name) {
        lock.lock();
        try {
            if (services.containsKey(name)) {
                throw new IllegalArgumentException("a service " + name + " exists");
            }
            ReceiveRight receive = mach.allocatePort();
            services.put(name, new Service(receive, receive.makeSend(), true, NOBODY));
        } finally {
            lock.unlock();
        }
    }

    private void lookUp(Message request) {
        if (request.size() != 188) {
            throw new MalformedMessageException("a look-up has 188 bytes, not " + request.size());
        }
        request.getLong();
        String name = name(request);
        lock.lock();
        try {
            Service service = services.get(name);
            if (service == null) {
                request.replyError(BootstrapCodes.BOOTSTRAP_UNKNOWN_SERVICE);
            } else {
                Replies.send(request.reply(request.id() + Replies.OFFSET).add(Transfer.copySend(service.send)));
            }
        } finally {
            lock.unlock();
        }
    }

    private void checkIn(Message request) {
        if (request.size() != 168) {
            throw new MalformedMessageException("a check-in has 168 bytes, not " + request.size());
        }
        request.getLong();
        String name = name(request);
        int caller = request.trailer().sender().processId();
        lock.lock();
        try {
            Service service = services.get(name);
            if (service == null) {
                ReceiveRight made = mach.allocatePort();
                service = new Service(made, made.makeSend(), false, NOBODY);
                services.put(name, service);
            }
            ReceiveRight receive = service.receive;
            if (receive == null) {
                request.replyError(
                        service.owner == caller
                                ? BootstrapCodes.BOOTSTRAP_SERVICE_ACTIVE
                                : BootstrapCodes.BOOTSTRAP_NOT_PRIVILEGED);
                return;
            }
            discard(
                    service.declared
                            ? receive.requestPortDestroyed(Transfer.makeSendOnce(port))
                            : service.send.requestDeadName(Transfer.makeSendOnce(port)));
            service.receive = null;
            service.owner = caller;
            Replies.send(request.reply(request.id() + Replies.OFFSET)
                    .add(Transfer.moveReceive(receive))
                    .putLong(Replies.NDR)
                    .putBytes(new byte[16]));
        } finally {
            lock.unlock();
        }
    }

    private void register(Message request) {
        if (request.size() != 184) {
            throw new MalformedMessageException("a registration has 184 bytes, not " + request.size());
        }
        SendRight right = request.takeSend();
        request.getLong();
        String name = name(request);
        int caller = request.trailer().sender().processId();
        lock.lock();
        try {
            int code = register(name, right, caller);
            if (code != 0 && right != null) {
                right.close();
            }
            request.replyError(code);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the right where it returns 0. */
    private int register(String name, @Nullable SendRight right, int caller) {
        Service service = services.get(name);
        if (service != null) {
            if (service.declared || service.owner != caller) {
                return BootstrapCodes.BOOTSTRAP_NOT_PRIVILEGED;
            }
            if (right != null && service.isActive() && !service.send.isDead()) {
                return BootstrapCodes.BOOTSTRAP_SERVICE_ACTIVE;
            }
            remove(services.remove(name));
        }
        if (right == null) {
            return 0;
        }
        if (right.isDead()) {
            return BootstrapCodes.BOOTSTRAP_NO_MEMORY;
        }
        services.put(name, new Service(null, right, false, caller));
        discard(right.requestDeadName(Transfer.makeSendOnce(port)));
        return 0;
    }

    private void told(Notification notification) {
        lock.lock();
        try {
            if (notification instanceof Notification.DeadName dead) {
                for (Iterator<Service> each = services.values().iterator(); each.hasNext(); ) {
                    Service service = each.next();
                    if (dead.isAbout(service.send)) {
                        each.remove();
                        remove(service);
                    }
                }
            } else if (notification instanceof Notification.PortDestroyed destroyed && destroyed.port() != null) {
                comeBack(destroyed.port());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The port of a declared service, back from a task that died: under a name that its send right shares. */
    private void comeBack(ReceiveRight receive) {
        for (Service service : services.values()) {
            if (service.isActive() && receive.isSamePortAs(service.send)) {
                service.receive = mach.adoptReceiveRight(receive.relinquish());
                service.owner = NOBODY;
                return;
            }
        }
    }

    private static void remove(@Nullable Service service) {
        if (service != null) {
            service.send.close();
            if (service.receive != null) {
                service.receive.close();
            }
        }
    }

    private static void discard(@Nullable SendOnceRight previous) {
        if (previous != null) {
            previous.close();
        }
    }

    private static String name(Message request) {
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(NAME));
        int length = 0;
        while (length < NAME && bytes.get(length) != 0) {
            length++;
        }
        if (length == NAME) {
            throw new MalformedMessageException("a service name without an end");
        }
        return new String(bytes.array(), 0, length, StandardCharsets.UTF_8);
    }

    /** Where it serves and what names it knows, as a line for people. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return "bootstrap server on " + port + ": " + new TreeSet<>(services.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** Ends the server. Its port dies, and with it the names. */
    @Override
    public void close() {
        server.close();
        lock.lock();
        try {
            services.values().forEach(BootstrapServer::remove);
            services.clear();
        } finally {
            lock.unlock();
        }
        port.close();
    }
}
