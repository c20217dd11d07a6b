// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.BootstrapCodes;
import org.mach4j.abi.KernReturn;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachMsgReturn;
import org.mach4j.abi.MachPort;
import org.mach4j.abi.MachVm;
import org.mach4j.abi.SpecialPorts;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachProvider;
import org.mach4j.spi.MachProviders;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;
import org.mach4j.spi.TaskMemory;

/**
 * Mach as one task sees it: where ports and messages are made, and the way to everything else.
 *
 * <p>On macOS the task is this process and the kernel is the host's. Elsewhere the kernel is a simulated one in this
 * virtual machine, which can have more tasks ({@link #newTask}). Thread-safe.
 */
public final class Mach implements AutoCloseable {
    /**
     * The system property that says how leaks are watched: {@code on} (the default) warns of a right or memory that
     * became unreachable without being closed; {@code trace} also says where it was made, and costs a stack walk for each;
     * {@code off} does not look.
     */
    public static final String LEAKS_PROPERTY = "mach4j.leaks";

    private static final AtomicBoolean SAID_SIMULATED = new AtomicBoolean();

    private final MachKernel kernel;
    private final MachTask machTask;
    private final MachCalls calls;
    private final TaskMemory memory;
    private final int task;
    private final Runnable end;
    private final KernelServices services;
    private final Leaks leaks;
    private final BufferPool buffers;
    private final ReplyPorts replyPorts;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Whether the kernel knows nothing of Java's interruptions, so that long waits must be cut to look for them. */
    private final boolean deaf;

    /** @param end what closing ends */
    private Mach(MachKernel kernel, MachTask machTask, KernelServices services, Runnable end) {
        this.services = services;
        this.kernel = kernel;
        this.machTask = machTask;
        this.calls = machTask.calls();
        this.memory = machTask.memory();
        this.task = calls.mach_task_self();
        this.end = end;
        this.leaks = new Leaks(this, System.getProperty(LEAKS_PROPERTY));
        this.buffers = new BufferPool(this);
        this.replyPorts = new ReplyPorts(this);
        this.deaf = kernel.taskControl().isEmpty();
    }

    /**
     * Opens Mach by the preferred provider that works on this host, or the one that the system property
     * {@value MachProviders#PROPERTY} names.
     *
     * @throws org.mach4j.spi.MachUnavailableException where none works; it says why for each
     */
    public static Mach open() {
        MachProvider provider = MachProviders.choose();
        Mach mach = open(provider);
        if (mach.kernel.taskControl().isPresent()
                && System.getProperty(MachProviders.PROPERTY) == null
                && SAID_SIMULATED.compareAndSet(false, true)) {
            Leaks.LOG.log(
                    Level.INFO, "no Mach kernel is reachable on this host: using the {0}", mach.kernel.description());
        }
        return mach;
    }

    /** Opens Mach by a given provider. */
    public static Mach open(MachProvider provider) {
        MachKernel kernel = provider.open();
        KernelServices services = new KernelServices(kernel);
        return new Mach(kernel, kernel.task(), services, () -> {
            services.close();
            kernel.close();
        });
    }

    /**
     * Mach as a given task of a kernel sees it, for who has both at hand. {@link #close} of the result ends neither.
     */
    public static Mach of(MachKernel kernel, MachTask task) {
        KernelServices services = new KernelServices(kernel);
        return new Mach(kernel, task, services, services::close);
    }

    /**
     * Makes another task, with an empty name space, which inherits the bootstrap port of this one.
     *
     * @param label for people
     * @return the new task's view, which the caller closes to end the task
     * @throws UnsupportedOperationException on a native kernel, where a task is a process
     */
    public Mach newTask(String label) {
        int bootstrap = calls().bootstrap_port();
        TaskControl control = services.control();
        MachTask child = control.createTask(label);
        Mach mach = new Mach(kernel, child, services, () -> control.terminate(child));
        if (bootstrap != Right.NULL) {
            int[] name = new int[1];
            check(
                    control.copyRight(machTask, bootstrap, MachMessage.MACH_MSG_TYPE_COPY_SEND, child, name),
                    "copying the bootstrap port");
            try (SendRight right = new SendRight(mach, name[0])) {
                mach.setSpecialPort(SpecialPorts.TASK_BOOTSTRAP_PORT, right);
            }
        }
        return mach;
    }

    // --- ports and messages -------------------------------------------------------------------------------------

    /** Makes a port ({@code mach_port_allocate}); the caller owns its receive right. */
    public ReceiveRight allocatePort() {
        return new ReceiveRight(this, allocate(MachPort.MACH_PORT_RIGHT_RECEIVE));
    }

    /** Makes an empty port set ({@code mach_port_allocate}), which the caller owns. */
    public PortSet allocatePortSet() {
        return new PortSet(this, allocate(MachPort.MACH_PORT_RIGHT_PORT_SET));
    }

    private int allocate(int right) {
        int[] name = new int[1];
        check(calls().mach_port_allocate(task, right, name), "mach_port_allocate");
        return name[0];
    }

    /**
     * Begins a message.
     *
     * @param id the message id, which the kernel carries and does not interpret
     */
    public MessageBuilder message(int id) {
        calls();
        return new MessageBuilder(this, id);
    }

    /**
     * Allocates zero-filled pages ({@code mach_vm_allocate}), which the caller owns.
     *
     * @param size in bytes; 0 is memory that is empty
     * @throws MachException {@code KERN_NO_SPACE} where the task has no room
     */
    public Memory allocateMemory(long size) {
        if (size == 0) {
            return new Memory(this, 0, 0);
        }
        long[] address = new long[1];
        check(calls().mach_vm_allocate(task, address, size, MachVm.VM_FLAGS_ANYWHERE), "mach_vm_allocate");
        return new Memory(this, address[0], size);
    }

    // --- adopting raw names -------------------------------------------------------------------------------------

    /**
     * Takes over a reference that the caller owns under a raw name ({@link Right#relinquish} is the way back).
     *
     * @throws MachException {@code KERN_INVALID_NAME} where the task has no such name
     * @throws IllegalArgumentException where it is no send right or dead name
     */
    public SendRight adoptSendRight(int name) {
        adopt(name, MachPort.MACH_PORT_TYPE_SEND | MachPort.MACH_PORT_TYPE_DEAD_NAME, "send right");
        return new SendRight(this, name);
    }

    /** As {@link #adoptSendRight}, for a send-once right. */
    public SendOnceRight adoptSendOnceRight(int name) {
        adopt(name, MachPort.MACH_PORT_TYPE_SEND_ONCE | MachPort.MACH_PORT_TYPE_DEAD_NAME, "send-once right");
        return new SendOnceRight(this, name);
    }

    /** As {@link #adoptSendRight}, for a receive right. */
    public ReceiveRight adoptReceiveRight(int name) {
        adopt(name, MachPort.MACH_PORT_TYPE_RECEIVE, "receive right");
        return new ReceiveRight(this, name);
    }

    /** As {@link #adoptSendRight}, for a port set. */
    public PortSet adoptPortSet(int name) {
        adopt(name, MachPort.MACH_PORT_TYPE_PORT_SET, "port set");
        return new PortSet(this, name);
    }

    private void adopt(int name, int types, String what) {
        int[] type = new int[1];
        check(calls().mach_port_type(task, name, type), "mach_port_type", name);
        if ((type[0] & types) == 0) {
            throw new IllegalArgumentException(
                    Names.hex(name) + " is no " + what + " but " + Inspection.kinds(type[0]));
        }
    }

    // --- well-known ports ---------------------------------------------------------------------------------------

    /** A send right to this task's own control port, which the caller owns. */
    public SendRight taskSelf() {
        check(calls().mach_port_mod_refs(task, task, MachPort.MACH_PORT_RIGHT_SEND, 1), "mach_port_mod_refs");
        return new SendRight(this, task);
    }

    /** A send right to the calling thread's port ({@code mach_thread_self}), which the caller owns. */
    public SendRight threadSelf() {
        return selfRight(calls().mach_thread_self(), "mach_thread_self");
    }

    /** A send right to the host port ({@code mach_host_self}), which the caller owns. */
    public SendRight hostSelf() {
        return selfRight(calls().mach_host_self(), "mach_host_self");
    }

    private SendRight selfRight(int name, String call) {
        if (name == Right.NULL) {
            throw new MachException(KernReturn.KERN_RESOURCE_SHORTAGE, call);
        }
        return new SendRight(this, name);
    }

    /**
     * A special port of this task ({@code task_get_special_port}).
     *
     * @param which {@code TASK_*_PORT}
     * @return a send right that the caller owns, or empty where the port is not set
     */
    public Optional<SendRight> specialPort(int which) {
        int[] name = new int[1];
        check(calls().task_get_special_port(task, which, name), "task_get_special_port");
        return name[0] == Right.NULL ? Optional.empty() : Optional.of(new SendRight(this, name[0]));
    }

    /**
     * Replaces a special port of this task by a copy of a send right, which stays with its owner
     * ({@code task_set_special_port}). Tasks made later inherit it.
     *
     * @param port null clears the special port
     */
    public void setSpecialPort(int which, @Nullable SendRight port) {
        int name = port == null ? Right.NULL : use(port);
        try {
            check(calls().task_set_special_port(task, which, name), "task_set_special_port");
        } finally {
            if (port != null) {
                port.unuse();
            }
        }
    }

    /**
     * A special port of a thread ({@code thread_get_special_port}).
     *
     * @param thread a right to the thread's port ({@link #threadSelf}), which stays with its owner
     * @param which {@code THREAD_*_PORT}
     * @return a send right that the caller owns, or empty where the port is not set
     * @throws MachException {@code KERN_INVALID_ARGUMENT} where there is no such port, or the right is to no thread
     */
    public Optional<SendRight> threadSpecialPort(SendRight thread, int which) {
        int[] name = new int[1];
        int threadName = use(thread);
        try {
            check(calls().thread_get_special_port(threadName, which, name), "thread_get_special_port");
        } finally {
            thread.unuse();
        }
        return name[0] == Right.NULL ? Optional.empty() : Optional.of(new SendRight(this, name[0]));
    }

    /**
     * Replaces a special port of a thread by a copy of a send right ({@code thread_set_special_port}). Both rights stay with
     * their owners. With {@code THREAD_KERNEL_PORT} it is what {@link #threadSelf} gives from now on; the thread's real port is
     * then only reached by a right that was had before.
     *
     * @param port null clears the special port
     * @throws MachException {@code KERN_INVALID_ARGUMENT} where there is no such port, or the right is to no thread
     */
    public void setThreadSpecialPort(SendRight thread, int which, @Nullable SendRight port) {
        int threadName = use(thread);
        try {
            int name = port == null ? Right.NULL : use(port);
            try {
                check(calls().thread_set_special_port(threadName, which, name), "thread_set_special_port");
            } finally {
                if (port != null) {
                    port.unuse();
                }
            }
        } finally {
            thread.unuse();
        }
    }

    /**
     * The ports that the task keeps for who asks ({@code mach_ports_lookup}), null where a place is empty.
     *
     * @return three send rights that the caller owns
     */
    public List<@Nullable SendRight> registeredPorts() {
        long[] address = new long[1];
        int[] count = new int[1];
        check(calls().mach_ports_lookup(task, address, count), "mach_ports_lookup");
        List<@Nullable SendRight> ports = new ArrayList<>();
        for (int name : takeArray(address[0], count[0])) {
            ports.add(name == Right.NULL ? null : new SendRight(this, name));
        }
        return ports;
    }

    /**
     * Replaces the task's registered ports by copies of send rights, which stay with their owners
     * ({@code mach_ports_register}). Tasks made later inherit them.
     *
     * @param ports at most three, null for an empty place
     * @throws MachException {@code KERN_INVALID_ARGUMENT} for more than three
     */
    public void registerPorts(List<? extends @Nullable SendRight> ports) {
        List<SendRight> used = new ArrayList<>();
        int size = Math.max(4, Math.multiplyExact(ports.size(), 4));
        long address = memory.allocate(size);
        try {
            ByteBuffer names = memory.buffer(address, size);
            for (int i = 0; i < ports.size(); i++) {
                SendRight port = ports.get(i);
                if (port != null) {
                    names.putInt(4 * i, use(port));
                    used.add(port);
                }
            }
            check(calls().mach_ports_register(task, address, ports.size()), "mach_ports_register");
        } finally {
            used.forEach(SendRight::unuse);
            memory.free(address, size);
        }
    }

    private int use(SendRight right) {
        right.checkHeldBy(this);
        return right.use();
    }

    /** The size of a page in bytes. */
    public long pageSize() {
        return calls().vm_page_size();
    }

    /** What machine this is ({@code host_info} with {@code HOST_BASIC_INFO}). */
    public HostBasicInfo hostInfo() {
        try (SendRight host = hostSelf()) {
            return HostBasicInfo.of(this, host.name());
        }
    }

    /**
     * Makes a semaphore ({@code semaphore_create}, first in, first out), which the caller owns and this task keeps.
     *
     * @param count how many waits it lets through before the first signal, not negative
     * @throws MachException {@code KERN_INVALID_ARGUMENT} for a negative count
     */
    public Semaphore createSemaphore(int count) {
        int[] name = new int[1];
        check(calls().semaphore_create(task, name, Semaphore.SYNC_POLICY_FIFO, count), "semaphore_create");
        return new Semaphore(new SendRight(this, name[0]), true);
    }

    /**
     * The name service. On a simulated kernel a {@link BootstrapServer} is started for the tasks of this kernel when the
     * first of them asks and has no bootstrap port.
     */
    public Bootstrap bootstrap() {
        int port = calls().bootstrap_port();
        if (port == Right.NULL && kernel.taskControl().isPresent()) {
            try (SendRight server = services.bootstrapPort(this)) {
                setSpecialPort(SpecialPorts.TASK_BOOTSTRAP_PORT, server);
            }
            port = calls().bootstrap_port();
        }
        if (port == Right.NULL) {
            throw new MachException(BootstrapCodes.BOOTSTRAP_UNKNOWN_SERVICE, "bootstrap_port (the task has none)");
        }
        return new Bootstrap(this, port);
    }

    /**
     * The bootstrap server that {@link #bootstrap} starts for the tasks of a simulated kernel, to declare services there.
     *
     * @throws UnsupportedOperationException on a native kernel, whose name service is launchd
     */
    public BootstrapServer bootstrapServer() {
        calls();
        return services.bootstrapServer();
    }

    // --- inspection ---------------------------------------------------------------------------------------------

    /**
     * What this task holds under which name, now. A name that goes while it is looked at, as those of other threads of a process may, is
     * left out.
     */
    public NameTable inspect() {
        long[] names = new long[1];
        long[] types = new long[1];
        int[] nameCount = new int[1];
        int[] typeCount = new int[1];
        check(calls().mach_port_names(task, names, nameCount, types, typeCount), "mach_port_names");
        int[] name = takeArray(names[0], nameCount[0]);
        int[] type = takeArray(types[0], typeCount[0]);
        List<NameTable.Entry> entries = new ArrayList<>();
        for (int i = 0; i < name.length; i++) {
            int[] send = new int[1];
            int[] dead = new int[1];
            int code = calls.mach_port_get_refs(task, name[i], MachPort.MACH_PORT_RIGHT_SEND, send);
            if (code == KernReturn.KERN_SUCCESS) {
                code = calls.mach_port_get_refs(task, name[i], MachPort.MACH_PORT_RIGHT_DEAD_NAME, dead);
            }
            if (code == KernReturn.KERN_INVALID_NAME) {
                continue;
            }
            check(code, "mach_port_get_refs");
            Optional<PortStatus> status = (type[i] & MachPort.MACH_PORT_TYPE_RECEIVE) != 0
                    ? PortStatus.find(this, name[i])
                    : Optional.empty();
            entries.add(new NameTable.Entry(name[i], type[i], Math.max(1, send[0] + dead[0]), status));
        }
        return new NameTable(machTask.label(), entries);
    }

    /** What answers the calls, in words. */
    public String description() {
        return kernel.description();
    }

    @Override
    public String toString() {
        return "task " + machTask.label() + " of " + kernel.description();
    }

    // --- end ----------------------------------------------------------------------------------------------------

    /** Whether {@link #close} has not been called. */
    public boolean isOpen() {
        return !closed.get();
    }

    /**
     * Ends the view. A simulated kernel that {@link #open} made ends with its tasks; a task that {@link #newTask} made
     * ends, and all it held is released. On a native kernel the process keeps what it holds. Closing again does nothing.
     */
    @Override
    public void close() {
        if (closed.get()) {
            return;
        }
        replyPorts.close();
        if (closed.compareAndSet(false, true)) {
            end.run();
        }
    }

    // --- for the rest of the package ----------------------------------------------------------------------------

    MachCalls calls() {
        if (closed.get()) {
            throw new IllegalStateException("this Mach was closed");
        }
        return calls;
    }

    MachTask machTask() {
        return machTask;
    }

    TaskMemory memory() {
        return memory;
    }

    int task() {
        return task;
    }

    Leaks leaks() {
        return leaks;
    }

    BufferPool buffers() {
        return buffers;
    }

    ReplyPorts replyPorts() {
        return replyPorts;
    }

    void check(int code, String call) {
        if (code != KernReturn.KERN_SUCCESS) {
            throw new MachException(code, call);
        }
    }

    /** As {@link #check(int, String)}, for a call about a name. */
    void check(int code, String call, int name) {
        if (code != KernReturn.KERN_SUCCESS) {
            throw new MachException(code, call + " of " + Names.hex(name));
        }
    }

    void deallocate(long address, long size) {
        check(calls().mach_vm_deallocate(task, address, size), "mach_vm_deallocate");
    }

    /** Copies an out-of-line array of words that the caller owns, and gives its memory back. */
    int[] takeArray(long address, int count) {
        if (count == 0) {
            return new int[0];
        }
        ByteBuffer words = memory.buffer(address, Math.multiplyExact(count, 4));
        int[] values = new int[count];
        words.asIntBuffer().get(values);
        deallocate(address, 4L * count);
        return values;
    }

    int references(int name, int right) {
        int[] refs = new int[1];
        check(calls().mach_port_get_refs(task, name, right, refs), "mach_port_get_refs", name);
        return refs[0];
    }

    boolean isDeadName(int name) {
        if (name == Right.DEAD) {
            return true;
        }
        int[] type = new int[1];
        check(calls().mach_port_type(task, name, type), "mach_port_type", name);
        return (type[0] & MachPort.MACH_PORT_TYPE_DEAD_NAME) != 0;
    }

    @Nullable SendOnceRight requestNotification(Right about, int id, int sync, @Nullable Transfer<SendOnceRight> notify) {
        int name = about.name();
        int notifyName = Right.NULL;
        int disposition = MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE;
        if (notify != null) {
            Right source = notify.source();
            if (source == null) {
                throw new IllegalArgumentException("nobody to notify: cancelling has a method of its own");
            }
            source.checkHeldBy(this);
            disposition = notify.disposition();
            notifyName = notify.isMove() ? source.spend("moved into a request for a notification") : source.name();
        }
        int[] previous = new int[1];
        check(
                calls().mach_port_request_notification(task, name, id, sync, notifyName, disposition, previous),
                "mach_port_request_notification",
                name);
        return previous[0] == Right.NULL ? null : new SendOnceRight(this, previous[0]);
    }

    // --- waiting ------------------------------------------------------------------------------------------------

    /** Whether a call may wait in the kernel without a time-out. */
    boolean waitsForever(long deadline) {
        return deadline == Deadline.NONE && !deaf;
    }

    /** The time-out for one call into the kernel, in milliseconds; 0 where it {@link #waitsForever}. */
    int millis(long deadline) {
        if (deadline == Deadline.NONE) {
            return deaf ? Deadline.LOOK_EVERY : 0;
        }
        int left = Deadline.millisLeft(deadline);
        return deaf ? Math.min(left, Deadline.LOOK_EVERY) : left;
    }

    /** Whether a wait that was cut ends here for the thread's interruption, of which the kernel said nothing. */
    boolean isInterrupted() {
        return deaf && Thread.currentThread().isInterrupted();
    }

    // --- receiving ----------------------------------------------------------------------------------------------

    Message receive(Right from, @Nullable Duration timeout) {
        Message message = new Message(this, buffers.take());
        receiveInto(message, from.name(), Deadline.in(timeout), 0);
        return message;
    }

    @Nullable Message poll(Right from) {
        MessageBuffer buffer = buffers.take();
        Message message = new Message(this, buffer);
        int name = from.name();
        int code = tryReceive(message, name, Deadline.in(Duration.ZERO), 0);
        int plain = Calls.plain(code);
        // An interrupted thread would not have waited either.
        if (plain == MachMsgReturn.MACH_RCV_TIMED_OUT || plain == MachMsgReturn.MACH_RCV_INTERRUPTED) {
            message.close();
            return null;
        }
        finish(message, name, code);
        return message;
    }

    /**
     * Receives into an empty message, or throws and closes it.
     *
     * @param first what a combined call's receive half returned; 0 to begin by receiving
     */
    void receiveInto(Message message, int name, long deadline, int first) {
        finish(message, name, tryReceive(message, name, deadline, first));
    }

    private int tryReceive(Message message, int name, long deadline, int first) {
        ReceiveEvent event = new ReceiveEvent();
        event.begin();
        int code = tryReceiveOnly(message, name, deadline, first);
        if (event.shouldCommit()) {
            event.from = name;
            event.id = code == 0 ? message.buffer().bytes().getInt(MessageBuffer.ID) : 0;
            event.size = code == 0 ? message.buffer().bytes().getInt(MessageBuffer.SIZE) : 0;
            event.code = code;
            event.commit();
        }
        return code;
    }

    private int tryReceiveOnly(Message message, int name, long deadline, int first) {
        MessageBuffer buffer = message.buffer();
        int options = waitsForever(deadline) ? Calls.RECEIVE : Calls.RECEIVE | MachMessage.MACH_RCV_TIMEOUT;
        int code = first;
        while (true) {
            switch (code) {
                case 0 -> {
                    code = calls().mach_msg(buffer.address(), options, 0, buffer.capacity(), name, millis(deadline), 0);
                    if (code == 0) {
                        return 0;
                    }
                    continue;
                }
                case MachMsgReturn.MACH_RCV_TOO_LARGE ->
                    buffer.ensure(
                            Integer.toUnsignedLong(buffer.bytes().getInt(MessageBuffer.SIZE))
                                    + MessageBuffer.TRAILER_ROOM,
                            0);
                case MachMsgReturn.MACH_RCV_INTERRUPTED -> {
                    if (Thread.currentThread().isInterrupted()) {
                        return code;
                    }
                }
                case MachMsgReturn.MACH_RCV_TIMED_OUT -> {
                    if (Deadline.hasPassed(deadline)) {
                        return code;
                    }
                    if (isInterrupted()) {
                        return MachMsgReturn.MACH_RCV_INTERRUPTED;
                    }
                }
                default -> {
                    return code;
                }
            }
            code = 0;
        }
    }

    private static void finish(Message message, int name, int code) {
        switch (Calls.plain(code)) {
            case 0 -> message.parse();
            case MachMsgReturn.MACH_RCV_TIMED_OUT -> {
                message.close();
                throw new MachTimeoutException(code, receiving(name), null);
            }
            case MachMsgReturn.MACH_RCV_INTERRUPTED -> {
                message.close();
                throw new MachInterruptedException(code, receiving(name), null);
            }
            case MachMsgReturn.MACH_RCV_BODY_ERROR -> {
                message.parse(); // what could be placed is ours, and goes
                message.close();
                throw new MachException(code, receiving(name));
            }
            default -> {
                message.close();
                throw new MachException(code, receiving(name));
            }
        }
    }

    private static String receiving(int name) {
        return "mach_msg (receive from " + Names.hex(name) + ")";
    }
}
