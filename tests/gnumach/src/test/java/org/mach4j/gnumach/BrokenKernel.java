// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.abi.MachNotify;
import org.mach4j.abi.MachPort;
import org.mach4j.abi.MsghBits;
import org.mach4j.sim.SimulatedKernel;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;
import org.mach4j.spi.TaskMemory;

/** The simulated kernel with one rule broken that both real kernels keep. */
final class BrokenKernel implements MachKernel, TaskControl {
    /** What is broken. */
    enum Fault {
        /** Nothing: the simulated kernel as it is. */
        NONE {
            @Override
            Object call(MachTask task, Call call, String name, Object[] args) throws Throwable {
                return call.make(args);
            }
        },

        /** A message sent by a copied send right takes a user reference as a moved one does (spec 02: {@code COPY_SEND}). */
        COPY_SEND_LOSES_A_REFERENCE {
            @Override
            Object call(MachTask task, Call call, String name, Object[] args) throws Throwable {
                if (!name.startsWith("mach_msg") || ((int) args[1] & MachMessage.MACH_SEND_MSG) == 0) {
                    return call.make(args);
                }
                int bits = header(task, args, 0);
                int remote = header(task, args, 8);
                Object code = call.make(args);
                if (code.equals(0) && MsghBits.remote(bits) == MachMessage.MACH_MSG_TYPE_COPY_SEND) {
                    task.calls()
                            .mach_port_mod_refs(
                                    task.calls().mach_task_self(), remote, MachPort.MACH_PORT_RIGHT_SEND, -1);
                }
                return code;
            }
        },

        /** A request for a no-senders notification is accepted and forgotten (spec 04 §9). */
        NO_SENDERS_IS_NOT_SENT {
            @Override
            Object call(MachTask task, Call call, String name, Object[] args) throws Throwable {
                if (name.equals("mach_port_request_notification")
                        && args[2].equals(MachNotify.MACH_NOTIFY_NO_SENDERS)) {
                    args[4] = 0;
                }
                return call.make(args);
            }
        },

        /** A message to a dead name is refused as one with a bad right, and not as one to nobody (spec 02). */
        DEAD_NAME_HAS_THE_WRONG_CODE {
            @Override
            Object call(MachTask task, Call call, String name, Object[] args) throws Throwable {
                Object code = call.make(args);
                if (name.startsWith("mach_msg") && code.equals(MachMsgReturn.MACH_SEND_INVALID_DEST)) {
                    int[] type = new int[1];
                    task.calls().mach_port_type(task.calls().mach_task_self(), header(task, args, 8), type);
                    if (type[0] == MachPort.MACH_PORT_TYPE_DEAD_NAME) {
                        return MachMsgReturn.MACH_SEND_INVALID_RIGHT;
                    }
                }
                return code;
            }
        };

        abstract Object call(MachTask task, Call call, String name, Object[] args) throws Throwable;

        private static int header(MachTask task, Object[] args, int offset) {
            return task.memory().buffer((long) args[0], 24).getInt(offset);
        }
    }

    /** A call as the whole kernel makes it. */
    interface Call {
        Object make(Object[] args) throws Throwable;
    }

    private final SimulatedKernel whole = SimulatedKernel.create();
    private final TaskControl control = whole.taskControl().orElseThrow();
    private final Fault fault;

    BrokenKernel(Fault fault) {
        this.fault = fault;
    }

    private record BrokenTask(MachTask whole, MachCalls calls) implements MachTask {
        @Override
        public String label() {
            return whole.label();
        }

        @Override
        public TaskMemory memory() {
            return whole.memory();
        }
    }

    private MachTask breaking(MachTask task) {
        MachCalls calls = task.calls();
        Object proxy = Proxy.newProxyInstance(
                MachCalls.class.getClassLoader(), new Class<?>[] {MachCalls.class}, (self, method, args) -> {
                    Call call = given -> {
                        try {
                            return method.invoke(calls, given);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    };
                    return args == null ? call.make(null) : fault.call(task, call, method.getName(), args);
                });
        return new BrokenTask(task, (MachCalls) proxy);
    }

    @Override
    public String name() {
        return "broken";
    }

    @Override
    public String description() {
        return whole.description() + ", but " + fault;
    }

    @Override
    public MachTask task() {
        return breaking(whole.task());
    }

    @Override
    public Optional<TaskControl> taskControl() {
        return Optional.of(this);
    }

    @Override
    public void close() {
        whole.close();
    }

    @Override
    public MachTask createTask(String label) {
        return breaking(control.createTask(label));
    }

    @Override
    public void terminate(MachTask task) {
        control.terminate(((BrokenTask) task).whole());
    }

    @Override
    public int copyRight(MachTask from, int name, int disposition, MachTask to, int[] nameOut) {
        return control.copyRight(((BrokenTask) from).whole(), name, disposition, ((BrokenTask) to).whole(), nameOut);
    }

    @Override
    public boolean isBlocked(Thread thread) {
        return control.isBlocked(thread);
    }

    @Override
    public boolean abort(Thread thread) {
        return control.abort(thread);
    }
}
