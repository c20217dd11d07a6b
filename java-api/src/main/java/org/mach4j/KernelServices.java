// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachMessage;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.TaskControl;

/** What the tasks of one simulated kernel share: the bootstrap server, started when the first task asks for it. */
final class KernelServices implements AutoCloseable {
    private final MachKernel kernel;
    private final ReentrantLock lock = new ReentrantLock();
    /** The server's own task. Guarded by {@link #lock}, as the server is. */
    private @Nullable Mach home;

    private @Nullable BootstrapServer server;

    KernelServices(MachKernel kernel) {
        this.kernel = kernel;
    }

    TaskControl control() {
        return kernel.taskControl()
                .orElseThrow(() -> new UnsupportedOperationException(
                        "only a simulated kernel makes tasks; here a task is a process of the host"));
    }

    BootstrapServer bootstrapServer() {
        TaskControl control = control();
        lock.lock();
        try {
            BootstrapServer running = server;
            if (running == null) {
                Mach own = Mach.of(kernel, control.createTask("bootstrap"));
                home = own;
                running = BootstrapServer.start(own);
                server = running;
            }
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** A send right to the bootstrap server's port in a client's task. */
    SendRight bootstrapPort(Mach client) {
        ReceiveRight port = bootstrapServer().port();
        int[] name = new int[1];
        client.check(
                control()
                        .copyRight(
                                port.mach().machTask(),
                                port.name(),
                                MachMessage.MACH_MSG_TYPE_MAKE_SEND,
                                client.machTask(),
                                name),
                "copying the bootstrap port");
        return new SendRight(client, name[0]);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (server != null && home != null) {
                server.close();
                home.close();
                control().terminate(home.machTask());
                server = null;
                home = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
