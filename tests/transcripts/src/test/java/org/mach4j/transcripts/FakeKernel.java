// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;
import org.mach4j.spi.TaskMemory;

/** A kernel that answers as a test tells it to, call by call, with real memory. */
final class FakeKernel implements MachKernel, TaskControl {
    static final int SELF = 0x103;
    static final int PAGE = 4096;

    /** Answers a call: gets the task and the arguments, returns what the method returns. */
    interface Script {
        Object answer(FakeTask task, Object[] args) throws Exception;
    }

    private final Map<String, Script> scripts = new HashMap<>();
    private final Map<Thread, Boolean> waiting = new ConcurrentHashMap<>();
    final List<FakeTask> tasks = new ArrayList<>();
    boolean ownsTasks = true;
    boolean obeysTermination = true;
    volatile boolean closed;

    FakeKernel() {
        on("mach_task_self", (task, args) -> SELF);
        on("vm_page_size", (task, args) -> (long) PAGE);
        on("vm_allocate", (task, args) -> {
            ((long[]) args[1])[0] = task.memory.map((Long) args[2]);
            return 0;
        });
        on("vm_deallocate", (task, args) -> {
            task.memory.unmap((Long) args[1], (Long) args[2]);
            return 0;
        });
        on("mach_vm_deallocate", (task, args) -> {
            task.memory.unmap((Long) args[1], (Long) args[2]);
            return 0;
        });
        on("task_info", (task, args) -> {
            int[] words = (int[]) args[2];
            words[0] = 501;
            words[1] = 20;
            if (words.length == 8) {
                words[5] = 100 + tasks.indexOf(task);
            }
            return 0;
        });
    }

    FakeKernel on(String call, Script script) {
        scripts.put(call, script);
        return this;
    }

    /** A call that has a code alone to return. */
    FakeKernel returning(String call, int code) {
        return on(call, (task, args) -> code);
    }

    /** Waits as in a kernel, until {@link #wake} or {@link #abort}; returns whether it was woken. */
    boolean await() {
        Thread me = Thread.currentThread();
        waiting.put(me, true);
        while (waiting.containsKey(me)) {
            LockSupport.park();
        }
        return !me.isInterrupted();
    }

    /** Wakes whoever waits. */
    void wake() {
        waiting.keySet().forEach(this::abort);
    }

    /** How many threads wait. */
    int waiters() {
        return waiting.size();
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String description() {
        return "a scripted kernel";
    }

    @Override
    public MachTask task() {
        return tasks.isEmpty() ? createTask("host") : tasks.get(0);
    }

    @Override
    public Optional<TaskControl> taskControl() {
        return ownsTasks ? Optional.of(this) : Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        wake();
    }

    @Override
    public FakeTask createTask(String label) {
        FakeTask task = new FakeTask(this, label);
        tasks.add(task);
        return task;
    }

    @Override
    public void terminate(MachTask task) {
        ((FakeTask) task).terminated = true;
        if (obeysTermination) {
            wake();
        }
    }

    @Override
    public int copyRight(MachTask from, int name, int disposition, MachTask to, int[] nameOut) {
        return (Integer) call((FakeTask) from, "copyRight", new Object[] {name, disposition, to, nameOut});
    }

    @Override
    public int setImportance(MachTask task, boolean donor, boolean receiver) {
        return (Integer) call((FakeTask) task, "setImportance", new Object[] {donor, receiver});
    }

    @Override
    public boolean isBlocked(Thread thread) {
        return waiting.containsKey(thread);
    }

    @Override
    public boolean abort(Thread thread) {
        boolean waited = waiting.remove(thread) != null;
        LockSupport.unpark(thread);
        return waited;
    }

    private Object call(FakeTask task, String name, Object[] args) {
        Script script = scripts.get(name);
        if (script == null) {
            throw new UnsupportedOperationException(name);
        }
        try {
            return script.answer(task, args == null ? new Object[0] : args);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static final class FakeTask implements MachTask {
        private final String label;
        private final MachCalls calls;
        final FakeMemory memory = new FakeMemory();
        boolean terminated;

        FakeTask(FakeKernel kernel, String label) {
            this.label = label;
            this.calls = (MachCalls) Proxy.newProxyInstance(
                    MachCalls.class.getClassLoader(), new Class<?>[] {MachCalls.class}, (proxy, method, args) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            try {
                                return method.invoke(this, args);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }
                        return kernel.call(this, method.getName(), args);
                    });
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public MachCalls calls() {
            return calls;
        }

        @Override
        public TaskMemory memory() {
            return memory;
        }
    }

    /** Pages of memory, each an array. Regions never touch. */
    static final class FakeMemory implements TaskMemory {
        private final TreeMap<Long, byte[]> regions = new TreeMap<>();
        private long next = 0x10000;

        synchronized long map(long size) {
            long rounded = (size + PAGE - 1) / PAGE * PAGE;
            long address = next;
            next += rounded + PAGE;
            regions.put(address, new byte[(int) rounded]);
            return address;
        }

        synchronized void unmap(long address, long size) {
            Map.Entry<Long, byte[]> region = regions.floorEntry(address);
            if (region == null || address >= region.getKey() + region.getValue().length) {
                return;
            }
            regions.remove(region.getKey());
            if (address > region.getKey()) {
                regions.put(
                        region.getKey(), java.util.Arrays.copyOf(region.getValue(), (int) (address - region.getKey())));
            }
        }

        synchronized int regions() {
            return regions.size();
        }

        @Override
        public synchronized long allocate(int size) {
            return map(size);
        }

        @Override
        public synchronized void free(long address, int size) {
            if (regions.remove(address) == null) {
                throw new IllegalArgumentException("nothing at " + address);
            }
        }

        @Override
        public synchronized ByteBuffer buffer(long address, int length) {
            Map.Entry<Long, byte[]> region = regions.floorEntry(address);
            if (region == null || address + length > region.getKey() + region.getValue().length) {
                throw new IllegalArgumentException("not mapped: " + address);
            }
            return ByteBuffer.wrap(region.getValue(), (int) (address - region.getKey()), length)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
