// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_DEAD_NAME;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_PORT_SET;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_RECEIVE;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND;
import static org.mach4j.abi.MachPort.MACH_PORT_TYPE_SEND_ONCE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.mach4j.abi.MachMessage;
import org.mach4j.transcripts.Execution;
import org.mach4j.transcripts.Fields;
import org.mach4j.transcripts.Op;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.TaskView;
import org.mach4j.transcripts.Value;
import org.mach4j.transcripts.Value.AddressLabel;
import org.mach4j.transcripts.Value.Num;
import org.mach4j.transcripts.Value.PortLabel;

/**
 * A program that is being made: the steps so far with their answers, and what the tasks hold now. The moves choose by it; some of
 * what they choose is junk on purpose.
 */
final class Draft {
    /** Any right at all. */
    static final int ANY_RIGHT = MACH_PORT_TYPE_SEND
            | MACH_PORT_TYPE_RECEIVE
            | MACH_PORT_TYPE_SEND_ONCE
            | MACH_PORT_TYPE_PORT_SET
            | MACH_PORT_TYPE_DEAD_NAME;

    /** Numbers that are no name in any task: their index is beyond every table. */
    private static final long[] NO_NAMES = {0, 0xffff_ffffL, 0x7fff_ff03L, 0xfff0_ff03L};

    /** Of larger regions, which are there to fill the task's memory, no step makes use. */
    private static final long MOST_MEMORY = 1L << 24;

    private final SplittableRandom random;
    private final Execution running;
    private final Home home;
    private final List<String> tasks;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> threads = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final Map<String, Set<Integer>> gone = new HashMap<>();
    private int started;
    private String maker;

    /** The labels of the maker that denote something now, with their types; looked up once a step. */
    private final List<PortLabel> live = new ArrayList<>();

    private final List<Integer> types = new ArrayList<>();
    private boolean looked;

    /** Whether a look met a dead name: it may have been the look that made it one (spec 03 §4), which an answer can show. */
    private boolean lookedAtDeath;

    /**
     * @param running on which the steps are made
     * @param tasks of the program
     * @param home where the tasks may live
     */
    Draft(SplittableRandom random, Execution running, List<String> tasks, Home home) {
        this.random = random;
        this.running = running;
        this.tasks = new ArrayList<>(tasks);
        this.home = home;
        this.maker = tasks.get(0);
    }

    /** The steps so far; more may be added by another thread. */
    List<Step> steps() {
        synchronized (steps) {
            return List.copyOf(steps);
        }
    }

    /** Whether the task is a process, whose own port must stay whole. */
    boolean inProcess() {
        return home == Home.THE_PROCESS;
    }

    /** Whether an address is the same on both kernels, and memory that was given up is nobody's. */
    boolean ownMemory() {
        return home == Home.OWN_MEMORY || home == Home.SIMULATED;
    }

    /** Whether a step may do what could harm a system that is real, or has another outcome on each. */
    boolean simulated() {
        return home == Home.SIMULATED;
    }

    /** Whether the answers may be other ones than without the looks between the steps. */
    boolean isTouched() {
        return lookedAtDeath;
    }

    /** The tasks that have not been ended. */
    List<String> tasks() {
        return tasks;
    }

    /** Chooses the task that makes the next steps: often the last one again. */
    void nextMaker() {
        if (!tasks.contains(maker) || (tasks.size() > 1 && chance(35))) {
            by(one(tasks));
        }
    }

    /** Sets the task that makes the next steps. */
    void by(String task) {
        maker = task;
        looked = false;
    }

    /** The answer to the next step. */
    Fields ask(Op op, Fields.Builder in) throws InterruptedException {
        return ask(new Step(op, maker, null, in.build(), null));
    }

    private Fields ask(Step step) throws InterruptedException {
        synchronized (steps) {
            steps.add(step);
        }
        Fields out = running.perform(step).out();
        looked = false;
        synchronized (steps) {
            steps.set(steps.size() - 1, step.answered(out));
        }
        return out;
    }

    // --- threads ---

    /** Starts a call on a thread of its own. */
    void start(Op op, Fields.Builder in) throws InterruptedException {
        String thread = "t" + started++;
        threads.add(thread);
        ask(new Step(op, maker, thread, in.build(), null));
    }

    /** The threads whose call no step has joined. */
    List<String> threads() {
        return threads;
    }

    /** Takes the answer of a thread's call, where it has come. */
    void join(String thread) throws InterruptedException {
        Fields out = ask(Op.JOIN, in("of", new Value.Text(thread)));
        if (!out.has("state")) {
            threads.remove(thread);
        }
    }

    /** Ends a task. */
    void end(String task) throws InterruptedException {
        ask(Op.TASK_TERMINATE, in("victim", new Value.Text(task)));
        tasks.remove(task);
        ended.add(task);
    }

    /** The tasks that have been ended. */
    List<String> ended() {
        return ended;
    }

    // --- chance ---

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** From 0 to one less than the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    int one(int... of) {
        return of[random.nextInt(of.length)];
    }

    long number() {
        return random.nextLong() >>> random.nextInt(64);
    }

    // --- names ---

    private TaskView view() {
        return running.view(maker);
    }

    private void look() {
        if (looked) {
            return;
        }
        looked = true;
        live.clear();
        types.clear();
        TaskView view = view();
        for (PortLabel label : view.labels()) {
            int type = view.type(label);
            if ((type & ANY_RIGHT) != 0) {
                live.add(label);
                types.add(type);
                lookedAtDeath |= (type & MACH_PORT_TYPE_DEAD_NAME) != 0;
            }
        }
    }

    /** What a name denotes; 0 for a number or a name that denotes nothing. */
    int typeOf(Value name) {
        look();
        int at = name instanceof PortLabel label ? live.indexOf(label) : -1;
        return at < 0 ? 0 : types.get(at);
    }

    /** A name with one of some rights; seldom, and where there is none, any. */
    Value with(int mask) {
        look();
        if (!chance(4)) {
            int count = 0;
            for (int type : types) {
                count += (type & mask) != 0 ? 1 : 0;
            }
            int nth = count == 0 ? -1 : below(count);
            for (int i = 0; i < live.size() && nth >= 0; i++) {
                if ((types.get(i) & mask) != 0 && nth-- == 0) {
                    return live.get(i);
                }
            }
        }
        return any();
    }

    /** Any name: most denote something, some did once, some never. */
    Value any() {
        look();
        int dice = below(100);
        if (dice < 86 && !live.isEmpty()) {
            return one(live);
        }
        List<PortLabel> all = view().labels();
        if (dice < 94 && !all.isEmpty()) {
            return one(all);
        }
        return dice < 97 && !inProcess() ? PortLabel.SELF : noName();
    }

    /** A number that no task has as a name. */
    Value noName() {
        return Num.of(NO_NAMES[below(NO_NAMES.length)]);
    }

    /** The number behind a name; 0 for the task's own port, which may be another one elsewhere. */
    int numberOf(Value name) {
        return name instanceof PortLabel label && !label.equals(PortLabel.SELF)
                ? view().number(label)
                : name instanceof Num num ? (int) num.bits() : 0;
    }

    /** The number of the task's own port. */
    int numberOfSelf() {
        return view().number(PortLabel.SELF);
    }

    /** A disposition that a name's rights allow; seldom any. */
    int disposition(Value name) {
        if (chance(4)) {
            return one(0, 15, 16, 17, 18, 19, 20, 21, 22, 26);
        }
        int type = typeOf(name);
        if ((type & MACH_PORT_TYPE_RECEIVE) != 0 && ((type & MACH_PORT_TYPE_SEND) == 0 || chance(50))) {
            return chance(12)
                    ? MachMessage.MACH_MSG_TYPE_MOVE_RECEIVE
                    : chance(60) ? MachMessage.MACH_MSG_TYPE_MAKE_SEND : MachMessage.MACH_MSG_TYPE_MAKE_SEND_ONCE;
        }
        if ((type & MACH_PORT_TYPE_SEND_ONCE) != 0) {
            return MachMessage.MACH_MSG_TYPE_MOVE_SEND_ONCE;
        }
        return chance(65) ? MachMessage.MACH_MSG_TYPE_COPY_SEND : MachMessage.MACH_MSG_TYPE_MOVE_SEND;
    }

    // --- memory ---

    /** How many regions have labels. */
    int regions() {
        return view().regions();
    }

    /** A region that is still whole, as far as the program knows; 0 where there is none. */
    int region() {
        int count = view().regions();
        Set<Integer> lost = gone.getOrDefault(maker, Set.of());
        for (int tries = 0; tries < 6 && count > 0; tries++) {
            int region = 1 + below(count);
            // In a process the memory may be someone else's by now; elsewhere nobody is hurt.
            if ((!lost.contains(region) || (ownMemory() && chance(5)))
                    && view().size(region) > 0
                    && view().size(region) < MOST_MEMORY) {
                return region;
            }
        }
        return 0;
    }

    /** The size of a region, as far as one message can carry it. */
    int sizeOf(int region) {
        return (int) Math.min(view().size(region), 1 << 20);
    }

    /** A region has been given up, or a part of it. */
    void gone(int region) {
        gone.computeIfAbsent(maker, task -> new HashSet<>()).add(region);
    }

    /** An address in a region, or where there is none an address that no task has. */
    Value address(int region, long offset) {
        return region == 0 ? Num.of(chance(50) ? 0 : 0xdead000) : new AddressLabel(region, offset);
    }

    // --- inputs ---

    /** Starts the inputs of a step. */
    static Fields.Builder in() {
        return Fields.builder();
    }

    static Fields.Builder in(String key, Value value) {
        return Fields.builder().put(key, value);
    }

    // --- how a program begins and ends, and what needs two tasks ---

    /** Ports with send rights, sets with members, and rights in common. */
    void begin() throws InterruptedException {
        for (String task : List.copyOf(tasks)) {
            by(task);
            int ports = 1 + below(3);
            for (int i = 0; i < ports; i++) {
                Value name = ask(Op.MACH_PORT_ALLOCATE, in().put("right", 1)).require("name");
                if (chance(85)) {
                    ask(
                            Op.MACH_PORT_INSERT_RIGHT,
                            in("name", name).put("poly", name).put("disp", MachMessage.MACH_MSG_TYPE_MAKE_SEND));
                }
            }
            if (chance(40)) {
                SetMoves.allocateWithMember(this);
            }
        }
        for (int i = 0; i < 2 && tasks.size() > 1; i++) {
            by(tasks.get(i));
            copyRight();
        }
        by(tasks.get(0));
    }

    /** What the tasks hold in the end. */
    void finish() throws InterruptedException {
        if (!threads.isEmpty()) {
            by(tasks.get(0));
            ThreadMoves.states(this);
            for (String thread : List.copyOf(threads)) {
                if (chance(70)) {
                    join(thread);
                }
            }
        }
        for (String task : List.copyOf(tasks)) {
            by(task);
            ask(Op.DUMP, in());
        }
    }

    /** Hands a right to the other task. */
    void copyRight() throws InterruptedException {
        if (tasks.size() < 2) {
            MessageMoves.send(this);
            return;
        }
        Value name = with(MACH_PORT_TYPE_RECEIVE | MACH_PORT_TYPE_SEND | MACH_PORT_TYPE_SEND_ONCE);
        String to = one(tasks);
        ask(
                Op.COPY_RIGHT,
                in("name", name)
                        .put("disp", chance(96) ? Math.max(16, Math.min(disposition(name), 21)) : 16)
                        .put("to", to));
    }
}
