// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.mach4j.abi.MachPort;
import org.mach4j.abi.MachVm;
import org.mach4j.abi.PortOptionsLayout;
import org.mach4j.abi.TrailerLayout;
import org.mach4j.spi.MachCalls;
import org.mach4j.transcripts.MessageDescriber.Content;
import org.mach4j.transcripts.Value.Bytes;
import org.mach4j.transcripts.Value.Flag;
import org.mach4j.transcripts.Value.Items;
import org.mach4j.transcripts.Value.Num;

/** The operations that a task's own threads make (FORMAT, "Operations"), each through {@link MachCalls} alone. */
final class Calls {
    private static final int RECEIVE_STATUS_WORDS = 10;
    private static final int RIGHT_KINDS = 5;

    /** More words than any flavour has, so that a count beyond all of them finds room. */
    private static final int ATTRIBUTE_WORDS = 64;

    private final CaseTask task;
    private final MachCalls calls;
    private final Collection<CaseTask> all;

    /**
     * @param task who calls
     * @param all the tasks of the case
     */
    Calls(CaseTask task, Collection<CaseTask> all) {
        this.task = task;
        this.calls = task.calls();
        this.all = all;
    }

    PreparedCall prepare(Op op, CaseTask.Inputs in) {
        int self = task.self();
        int name = in.port("name");
        return switch (op) {
            case MACH_REPLY_PORT ->
                () -> {
                    int made = calls.mach_reply_port();
                    return () -> newName(Fields.builder(), made).build();
                };
            case MACH_PORT_ALLOCATE ->
                cell(made -> calls.mach_port_allocate(self, in.word("right"), made), this::newName);
            case MACH_PORT_ALLOCATE_NAME ->
                answer(() -> calls.mach_port_allocate_name(self, in.word("right"), name), out -> newName(out, name));
            case MACH_PORT_DEALLOCATE -> code(() -> calls.mach_port_deallocate(self, name));
            case MACH_PORT_DESTROY -> code(() -> calls.mach_port_destroy(self, name));
            case MACH_PORT_MOD_REFS ->
                code(() -> calls.mach_port_mod_refs(self, name, in.word("right"), in.word("delta")));
            case MACH_PORT_GET_REFS ->
                cell(refs -> calls.mach_port_get_refs(self, name, in.word("right"), refs), word("refs"));
            case MACH_PORT_TYPE -> cell(type -> calls.mach_port_type(self, name, type), word("type"));
            case MACH_PORT_RENAME -> {
                int old = in.port("old");
                int wanted = in.port("new");
                yield code(() -> calls.mach_port_rename(self, old, wanted));
            }
            case MACH_PORT_NAMES ->
                () -> {
                    NameLists.Listed<int[]> names = NameLists.names(task);
                    return () -> listed(names.ret(), "names", namesAndTypes(names.list()));
                };
            case MACH_PORT_INSERT_RIGHT -> {
                int poly = in.port("poly");
                yield code(() -> calls.mach_port_insert_right(self, name, poly, in.word("disp")));
            }
            case MACH_PORT_EXTRACT_RIGHT -> extractRight(in, self, name);
            case MACH_PORT_MOVE_MEMBER -> {
                int member = in.port("member");
                int after = in.port("after");
                yield code(() -> calls.mach_port_move_member(self, member, after));
            }
            case MACH_PORT_INSERT_MEMBER -> {
                int set = in.port("pset");
                yield code(() -> calls.mach_port_insert_member(self, name, set));
            }
            case MACH_PORT_EXTRACT_MEMBER -> {
                int set = in.port("pset");
                yield code(() -> calls.mach_port_extract_member(self, name, set));
            }
            case MACH_PORT_GET_SET_STATUS ->
                () -> {
                    NameLists.Listed<Integer> members = NameLists.members(task, name);
                    return () -> {
                        List<Value> labels = new ArrayList<>();
                        members.list().forEach(member -> labels.add(task.ports().of(member)));
                        return listed(members.ret(), "members", labels);
                    };
                };
            case MACH_PORT_SET_MSCOUNT -> code(() -> calls.mach_port_set_mscount(self, name, in.word("mscount")));
            case MACH_PORT_SET_SEQNO -> code(() -> calls.mach_port_set_seqno(self, name, in.word("seqno")));
            case MACH_PORT_REQUEST_NOTIFICATION -> {
                int notify = in.port("notify");
                yield cell(
                        previous -> calls.mach_port_request_notification(
                                self, name, in.word("msgid"), in.word("sync"), notify, in.word("disp"), previous),
                        (out, previous) -> out.put("previous", task.ports().of(previous)));
            }
            case MACH_PORT_GET_ATTRIBUTES -> getAttributes(in, self, name);
            case MACH_PORT_SET_ATTRIBUTES -> {
                int[] info = in.fields().items("info").stream()
                        .mapToInt(word -> (int) ((Num) word).bits())
                        .toArray();
                yield code(() -> calls.mach_port_set_attributes(self, name, in.word("flavor"), info, info.length));
            }
            case MACH_PORT_CONSTRUCT -> construct(in, self);
            case MACH_PORT_DESTRUCT ->
                code(() -> calls.mach_port_destruct(self, name, in.word("srdelta"), in.number("guard")));
            case MACH_PORT_GUARD ->
                code(() -> calls.mach_port_guard(self, name, in.number("guard"), in.word("strict") != 0));
            case MACH_PORT_UNGUARD -> code(() -> calls.mach_port_unguard(self, name, in.number("guard")));
            case MACH_PORT_GET_CONTEXT -> {
                long[] context = new long[1];
                yield answer(
                        () -> calls.mach_port_get_context(self, name, context),
                        out -> out.put("context", Num.ofU64(context[0])));
            }
            case MACH_PORT_SET_CONTEXT -> code(() -> calls.mach_port_set_context(self, name, in.number("context")));
            case MACH_PORT_GET_SRIGHTS ->
                cell(srights -> calls.mach_port_get_srights(self, name, srights), word("srights"));
            case MACH_PORT_PEEK -> peek(in, self, name);
            case MACH_MSG, MACH_MSG_OVERWRITE -> new MessageCall(task, op, in, all);
            case VM_ALLOCATE -> {
                long[] address = new long[1];
                long size = in.number("size");
                yield answer(
                        () -> calls.vm_allocate(self, address, size, MachVm.VM_FLAGS_ANYWHERE),
                        out -> out.put("addr", task.regions().fresh(address[0], size)));
            }
            case VM_DEALLOCATE -> {
                long address = in.address("addr");
                yield code(() -> calls.vm_deallocate(self, address, in.number("size")));
            }
            case VM_WRITE -> {
                long address = in.address("addr");
                yield code(() -> {
                    task.memory().write(address, in.fields().bytes("bytes").toArray());
                    return 0;
                });
            }
            case VM_READ -> {
                long address = in.address("addr");
                yield () -> {
                    byte[] bytes = in.word("size") < 0 ? null : task.memory().read(address, in.word("size"));
                    return () -> bytes == null
                            ? ret(0).put("bad", Flag.TRUE).build()
                            : ret(0).put("bytes", Bytes.of(bytes)).build();
                };
            }
            case COPY_RIGHT, TASK_IMPORTANCE, TASK_TERMINATE, JOIN, STATES, ABORT, DUMP ->
                throw new IllegalArgumentException(op.text() + " is not made by a task's thread");
        };
    }

    /** What {@code dump} tells of this task's space. */
    Fields dump() {
        NameLists.Listed<int[]> names = NameLists.names(task);
        List<Value> told = new ArrayList<>();
        for (int[] nameAndType : names.list()) {
            if (!task.isForeign(nameAndType[0])) {
                told.add(dumped(nameAndType[0], nameAndType[1]));
            }
        }
        return listed(names.ret(), "names", told);
    }

    private Value dumped(int name, int type) {
        Fields.Builder out = Fields.builder().put("name", task.ports().of(name)).put("type", Num.ofU32(type));
        Fields.Builder refs = Fields.builder();
        int[] count = new int[1];
        for (int right = 0; right < RIGHT_KINDS; right++) {
            if (calls.mach_port_get_refs(task.self(), name, right, count) == 0 && count[0] != 0) {
                refs.put(Integer.toString(right), Num.ofU32(count[0]));
            }
        }
        out.put("refs", refs.build());
        int[] status = new int[RECEIVE_STATUS_WORDS];
        int[] words = {status.length};
        if ((type & MachPort.MACH_PORT_TYPE_RECEIVE) != 0
                && calls.mach_port_get_attributes(task.self(), name, MachPort.MACH_PORT_RECEIVE_STATUS, status, words)
                        == 0) {
            out.put("status", numbers(status, words[0]));
        }
        return out.build();
    }

    private PreparedCall extractRight(CaseTask.Inputs in, int self, int name) {
        int[] poly = new int[1];
        int[] polytype = new int[1];
        return answer(
                () -> calls.mach_port_extract_right(self, name, in.word("disp"), poly, polytype),
                out -> out.put("poly", task.ports().of(poly[0])).put("polytype", Num.ofU32(polytype[0])));
    }

    private PreparedCall getAttributes(CaseTask.Inputs in, int self, int name) {
        int[] info = new int[ATTRIBUTE_WORDS];
        int[] count = {in.word("count")};
        return answer(
                () -> calls.mach_port_get_attributes(self, name, in.word("flavor"), info, count),
                out -> out.put("info", numbers(info, count[0])));
    }

    private PreparedCall construct(CaseTask.Inputs in, int self) {
        CaseMemory.Buffer options = task.memory().borrow(PortOptionsLayout.SIZE);
        PortOptionsLayout.flags(options.bytes(), 0, in.word("flags"));
        PortOptionsLayout.qlimit(options.bytes(), 0, in.word("qlimit"));
        options.bytes().putLong(PortOptionsLayout.RESERVED_OFFSET, 0).putLong(PortOptionsLayout.RESERVED_OFFSET + 8, 0);
        return () -> {
            int[] made = new int[1];
            int ret = calls.mach_port_construct(self, options.address(), in.number("context"), made);
            return () -> {
                task.memory().giveBack(options);
                Fields.Builder out = ret(ret);
                return ret == 0 ? newName(out, made[0]).build() : out.build();
            };
        };
    }

    private PreparedCall peek(CaseTask.Inputs in, int self, int name) {
        int[] seqno = {in.word("seqno")};
        int[] size = new int[1];
        int[] id = new int[1];
        byte[] trailer = new byte[TrailerLayout.MAX_SIZE];
        int[] trailerSize = {trailer.length};
        return answer(
                () -> calls.mach_port_peek(self, name, in.word("trailer_type"), seqno, size, id, trailer, trailerSize),
                out -> out.put("seqno", Num.ofU32(seqno[0]))
                        .put("size", Num.ofU32(size[0]))
                        .put("id", id[0])
                        .put("trailer", trailer(trailer, trailerSize[0])));
    }

    private Fields trailer(byte[] trailer, int size) {
        ByteBuffer bytes =
                ByteBuffer.wrap(trailer, 0, Math.max(TrailerLayout.MINIMUM_SIZE, Math.min(size, trailer.length)));
        return new MessageDescriber(task, all).trailer(bytes.slice().order(ByteOrder.LITTLE_ENDIAN), Content.RECEIVED);
    }

    private List<Value> namesAndTypes(List<int[]> names) {
        List<Value> told = new ArrayList<>();
        for (int[] nameAndType : names) {
            if (!task.isForeign(nameAndType[0])) {
                told.add(new Items(List.of(task.ports().of(nameAndType[0]), Num.ofU32(nameAndType[1]))));
            }
        }
        return told;
    }

    private Fields.Builder newName(Fields.Builder out, int name) {
        return out.put("name", task.ports().fresh(name)).put("raw", Num.ofU32(name));
    }

    private static Value numbers(int[] words, int count) {
        List<Value> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(Num.ofU32(words[i]));
        }
        return new Items(numbers);
    }

    private static Fields listed(int ret, String key, List<Value> values) {
        return ret == 0 ? ret(ret).put(key, values).build() : ret(ret).build();
    }

    private static Fields.Builder ret(int ret) {
        return Fields.builder().put("ret", Num.ofU32(ret));
    }

    /** A call that answers with its code alone. */
    private static PreparedCall code(IntSupplier call) {
        return answer(call, out -> {});
    }

    /** A call that answers with its code and, where that is 0, with more. */
    private static PreparedCall answer(IntSupplier call, Consumer<Fields.Builder> success) {
        return () -> {
            int ret = call.getAsInt();
            return () -> {
                Fields.Builder out = ret(ret);
                if (ret == 0) {
                    success.accept(out);
                }
                return out.build();
            };
        };
    }

    /** A call with one cell to return a word in. */
    private static PreparedCall cell(CellCall call, CellAnswer success) {
        int[] cell = new int[1];
        return answer(() -> call.into(cell), out -> success.put(out, cell[0]));
    }

    private static CellAnswer word(String key) {
        return (out, word) -> out.put(key, Num.ofU32(word));
    }

    private interface CellCall {
        int into(int[] cell);
    }

    private interface CellAnswer {
        void put(Fields.Builder out, int word);
    }
}
