// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.process;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mach4j.abi.MachMessage;
import org.mach4j.abi.MachPort;
import org.mach4j.abi.MsghBits;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachKernel;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.TaskControl;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Execution;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.TranscriptReader;
import org.mach4j.transcripts.TranscriptWriter;
import org.mach4j.transcripts.Value;

/**
 * One task of a program: makes the steps that it is told, and tells the answers. A request is a line, and so is a reply;
 * {@link TaskProcess} is the other end.
 *
 * <table>
 * <caption>Requests</caption>
 * <tr><td>{@code port NAME}</td><td>makes the port by which rights come from the other tasks, and its service</td></tr>
 * <tr><td>{@code peer LABEL NAME}</td><td>looks up the port of another task</td></tr>
 * <tr><td>{@code begin LABEL CASE}</td><td>makes ready for a program, a case on a line as files have it, as its task of that label</td></tr>
 * <tr><td>{@code step N}</td><td>makes a step, counted from 0; the reply is its answer</td></tr>
 * <tr><td>{@code settle}</td><td>waits until each thread waits or has come back</td></tr>
 * <tr><td>{@code states}</td><td>as the operation of that name, for the threads of this task</td></tr>
 * <tr><td>{@code give N LABEL}</td><td>the step is a {@code copy_right} to that task: takes the right out of the space and sends it</td></tr>
 * <tr><td>{@code take}</td><td>receives what another task has given</td></tr>
 * <tr><td>{@code end}</td><td>ends the program</td></tr>
 * </table>
 *
 * <p>A reply is {@code ok}, an answer, or {@code error} with a reason on one line.
 */
final class TaskServer {
    private static final int TAKE_MILLIS = 5000;
    private static final int ROOM = 256;
    private static final int KERN_INVALID_VALUE = 18;

    /** Header, descriptor count, one port descriptor (spec 00 §3). */
    private static final int HANDOVER_SIZE = 40;

    private static final Step STATES = Step.of(Op.STATES, Fields.NONE);

    private final MachTask task;
    private final MachKernel kernel;

    /** Rights to the ports of the other tasks, by their labels. */
    private final Map<String, Integer> peers = new HashMap<>();

    private int handover;
    private @Nullable Case program;
    private @Nullable Execution execution;

    /** @param kernel cannot make tasks, or the program has no other */
    TaskServer(MachKernel kernel) {
        this.kernel = kernel;
        this.task = kernel.task();
    }

    /** A kernel as a program in one task of it sees it. */
    static MachKernel only(MachTask task) {
        return new OneTask(task);
    }

    private record OneTask(MachTask task) implements MachKernel {
        @Override
        public String name() {
            return task.label();
        }

        @Override
        public String description() {
            return "the task " + task.label();
        }

        @Override
        public Optional<TaskControl> taskControl() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }

    /** Serves until there are no more requests. */
    void serve(BufferedReader requests, PrintStream replies) throws IOException, InterruptedException {
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String reply;
            try {
                reply = reply(line);
            } catch (RuntimeException | LinkageError e) { // the other end reports it
                reply = "error " + String.valueOf(e).replace('\n', ' ');
            }
            replies.print(reply + "\n");
            replies.flush();
        }
    }

    private String reply(String line) throws IOException, InterruptedException {
        String[] words = line.split(" ", 3);
        return switch (words[0]) {
            case "port" -> {
                handover = checkIn(words[1]);
                yield "ok";
            }
            case "peer" -> {
                peers.put(words[1], lookUp(words[2]));
                yield "ok";
            }
            case "begin" -> {
                begin(words[1], words[2]);
                yield "ok";
            }
            case "step" -> told(running().perform(step(words[1])).out());
            case "settle" -> {
                running().perform(STATES);
                yield "ok";
            }
            case "states" -> told(running().perform(STATES).out());
            case "give" -> told(give(step(words[1]), words[2]));
            case "take" -> told(take());
            case "end" -> {
                end();
                yield "ok";
            }
            default -> "error no request is called " + words[0];
        };
    }

    private void begin(String label, String line) throws IOException {
        end();
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try (TranscriptReader reader = new TranscriptReader("program", new ByteArrayInputStream(bytes))) {
            Case read = reader.readAll().get(0);
            program = read;
            execution = new Execution(kernel, new Case(read.name(), read.kernel(), List.of(label), null, List.of()));
        }
    }

    private void end() {
        Execution running = execution;
        execution = null;
        if (running != null) {
            running.close();
        }
    }

    private Execution running() {
        if (execution == null) {
            throw new IllegalStateException("no program has begun");
        }
        return execution;
    }

    private Step step(String number) {
        if (program == null) {
            throw new IllegalStateException("no program has begun");
        }
        return program.steps().get(Integer.parseInt(number));
    }

    private static String told(Fields answer) {
        return TranscriptWriter.toJson(answer);
    }

    private static Fields.Builder ret(int code) {
        return Fields.builder().put("ret", Value.Num.ofU32(code));
    }

    private int peer(String label) {
        Integer port = peers.get(label);
        if (port == null) {
            throw new IllegalStateException("the task " + label + " is not known");
        }
        return port;
    }

    private int checkIn(String service) {
        int[] port = new int[1];
        require(task.calls().bootstrap_check_in(task.calls().bootstrap_port(), service, port), "bootstrap_check_in");
        return port[0];
    }

    private int lookUp(String service) {
        int[] port = new int[1];
        require(task.calls().bootstrap_look_up(task.calls().bootstrap_port(), service, port), "bootstrap_look_up");
        return port[0];
    }

    private static void require(int code, String call) {
        if (code != 0) {
            throw new IllegalStateException(call + " returned " + code);
        }
    }

    /**
     * {@code mach_port_extract_right} from and into the own space takes the right as a message would and gives the codes that
     * {@code copy_right} asks for; what it leaves in the space is then moved to the other task.
     */
    private Fields give(Step step, String to) {
        int disposition = step.in().word("disp");
        if (disposition < MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE
                || disposition > MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE) {
            return ret(KERN_INVALID_VALUE).build();
        }
        MachCalls calls = task.calls();
        int[] right = new int[1];
        int[] kind = new int[1];
        int code = calls.mach_port_extract_right(
                calls.mach_task_self(), running().number(step, "name"), disposition, right, kind);
        if (code == 0) {
            send(peer(to), right[0], kind[0]);
        }
        return ret(code).build();
    }

    /** @param kind what the right is: {@code MACH_MSG_TYPE_PORT_*}, which have the numbers of the dispositions that move them */
    private void send(int port, int right, int kind) {
        long address = task.memory().allocate(HANDOVER_SIZE);
        try {
            ByteBuffer bytes = task.memory().buffer(address, HANDOVER_SIZE);
            bytes.putInt(0, MsghBits.of(MachMessage.MACH_MSG_TYPE_COPY_SEND, 0) | MachMessage.MACH_MSGH_BITS_COMPLEX);
            bytes.putInt(4, HANDOVER_SIZE)
                    .putInt(8, port)
                    .putInt(12, 0)
                    .putInt(16, 0)
                    .putInt(20, 0);
            bytes.putInt(24, 1);
            bytes.putInt(28, right).putInt(32, 0).putInt(36, kind << 16);
            require(
                    task.calls()
                            .mach_msg(
                                    address,
                                    MachMessage.MACH_SEND_MSG | MachMessage.MACH_SEND_TIMEOUT,
                                    HANDOVER_SIZE,
                                    0,
                                    0,
                                    TAKE_MILLIS,
                                    0),
                    "mach_msg");
        } finally {
            task.memory().free(address, HANDOVER_SIZE);
        }
    }

    private Fields take() {
        long address = task.memory().allocate(ROOM);
        try {
            require(
                    task.calls()
                            .mach_msg(
                                    address,
                                    MachMessage.MACH_RCV_MSG | MachMessage.MACH_RCV_TIMEOUT,
                                    0,
                                    ROOM,
                                    handover,
                                    TAKE_MILLIS,
                                    MachPort.MACH_PORT_NULL),
                    "mach_msg");
            int name = task.memory().buffer(address, ROOM).getInt(28);
            return ret(0).put("name", running().label(name)).build();
        } finally {
            task.memory().free(address, ROOM);
        }
    }
}
