// SPDX-License-Identifier: Apache-2.0
package org.mach4j.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mach4j.abi.MachPort;
import org.mach4j.transcripts.FakeKernel.FakeTask;

/** What a program's steps put before a kernel, and how the kernel's answers are told: FORMAT, sentence by sentence. */
@Timeout(30)
class ExecutionTest {
    private static final HexFormat HEX = HexFormat.of();

    private final FakeKernel kernel = new FakeKernel();

    /** What the messages' buffers held when the calls were made, whole. */
    private final List<byte[]> buffers = new ArrayList<>();

    /** The arguments of the message calls. */
    private final List<Object[]> calls = new ArrayList<>();

    /** The names that calls give out, one after the other. */
    private final Deque<Integer> names = new ArrayDeque<>();

    @BeforeEach
    void namesAsTold() {
        kernel.on("mach_port_allocate", (task, args) -> {
            ((int[]) args[2])[0] = names.remove();
            return 0;
        });
        kernel.on("mach_port_request_notification", (task, args) -> {
            ((int[]) args[6])[0] = names.remove();
            return 0;
        });
    }

    /** A case of JSON steps with empty answers: only its inputs count here. */
    static Case program(String tasks, String... steps) throws IOException {
        StringBuilder text = new StringBuilder("{\"case\":\"c\",\"kernel\":\"k\",\"tasks\":" + tasks + ",\"steps\":[");
        for (int i = 0; i < steps.length; i++) {
            String out = steps[i].contains("'thread'") ? "{\"state\":\"done\"}" : "{\"ret\":0}";
            if (steps[i].contains("'states'")) {
                out = "{\"threads\":{}}";
            } else if (steps[i].contains("'join'")) {
                out = "{\"state\":\"blocked\"}";
            } else if (steps[i].contains("mach_reply_port")) {
                out = "{\"name\":0}";
            }
            text.append(i == 0 ? "{" : ",{")
                    .append(steps[i])
                    .append(",\"out\":")
                    .append(out)
                    .append("}");
        }
        byte[] bytes = text.append("]}").toString().replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        try (TranscriptReader reader = new TranscriptReader("program", new ByteArrayInputStream(bytes))) {
            return reader.readAll().get(0);
        }
    }

    /** Performs steps of tasks A and B; gives the answers as JSON. */
    private List<String> perform(String... steps) throws IOException, InterruptedException {
        Case program = program("[\"A\",\"B\"]", steps);
        List<String> answers = new ArrayList<>();
        try (Execution execution = new Execution(kernel, program)) {
            for (Step step : program.steps()) {
                Execution.Answer answer = execution.perform(step);
                String unbound = answer.unbound().isEmpty() ? "" : " unbound " + answer.unbound();
                answers.add(TranscriptWriter.toJson(answer.out()).replace('"', '\'') + unbound);
            }
        }
        return answers;
    }

    /** Lets {@code mach_msg} keep what is before it, put {@code left} at the buffer's start, and return a code. */
    private void messageCall(int code, String left) {
        kernel.on("mach_msg", (task, args) -> {
            calls.add(args);
            buffers.add(whole(task, (Long) args[0]));
            byte[] bytes = HEX.parseHex(left);
            task.memory.buffer((Long) args[0], bytes.length).put(bytes);
            return code;
        });
    }

    private static byte[] whole(FakeTask task, long address) {
        int size = FakeKernel.PAGE;
        byte[] bytes = new byte[size];
        task.memory.buffer(address, size).get(bytes);
        return bytes;
    }

    private static String words(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            bytes.putInt((int) word);
        }
        return HEX.formatHex(bytes.array());
    }

    // --- port names ---

    @Test
    void aNewNameAlwaysTakesANewLabelAndOtherOutputsUseTheNewest() throws Exception {
        names.addAll(List.of(0x203, 0x303, 0x203, 0x203, 0x303, 0x403));
        String notify = "'op':'mach_port_request_notification','name':0,'msgid':72,'sync':0,'notify':0,'disp':21";
        String allocate = "'op':'mach_port_allocate','right':1";
        assertThat(perform(allocate, allocate, allocate, notify, notify, notify))
                .containsExactly(
                        "{'ret':0,'name':'$1','raw':515}",
                        "{'ret':0,'name':'$2','raw':771}",
                        "{'ret':0,'name':'$3','raw':515}",
                        "{'ret':0,'previous':'$3'}",
                        "{'ret':0,'previous':'$2'}",
                        "{'ret':0,'previous':'$4'}");
    }

    @Test
    void nullAndDeadStayNumbersAndTheTasksOwnPortIsSelf() throws Exception {
        names.addAll(List.of(0, -1, FakeKernel.SELF));
        String notify = "'op':'mach_port_request_notification','name':0,'msgid':72,'sync':0,'notify':0,'disp':21";
        assertThat(perform(notify, notify, notify))
                .containsExactly(
                        "{'ret':0,'previous':0}", "{'ret':0,'previous':4294967295}", "{'ret':0,'previous':'$self'}");
    }

    @Test
    void labelsBelongToOneTask() throws Exception {
        names.addAll(List.of(0x203, 0x303));
        kernel.on("copyRight", (task, args) -> {
            assertThat(args[0]).isEqualTo(0x203);
            assertThat(((FakeTask) args[2]).label()).isEqualTo("B");
            ((int[]) args[3])[0] = 0x303;
            return 0;
        });
        String allocate = "'op':'mach_port_allocate','right':1";
        assertThat(perform(
                        allocate,
                        "'op':'copy_right','name':'$1','disp':20,'to':'B'",
                        allocate.replace("'right'", "'task':'B','right'")))
                .containsExactly(
                        "{'ret':0,'name':'$1','raw':515}", "{'ret':0,'name':'$1'}", "{'ret':0,'name':'$2','raw':771}");
    }

    @Test
    void importanceIsTheCallingTasks() throws Exception {
        kernel.on("setImportance", (task, args) -> {
            assertThat(task.label()).isEqualTo("B");
            assertThat(args).containsExactly(true, false);
            return 46;
        });
        assertThat(perform("'op':'task_importance','task':'B','donor':1,'receiver':0"))
                .containsExactly("{'ret':46}");
    }

    @Test
    void anUnboundLabelIsToldAndPassedAsNull() throws Exception {
        kernel.on("mach_port_insert_right", (task, args) -> {
            assertThat(args).containsExactly(FakeKernel.SELF, 0, 0, 20);
            return 15;
        });
        assertThat(perform("'op':'mach_port_insert_right','name':'$7','poly':'$7','disp':20"))
                .containsExactly("{'ret':15} unbound [$7]");
        kernel.on("vm_deallocate", (task, args) -> {
            assertThat(args).containsExactly(FakeKernel.SELF, 0L, 8L);
            return 4;
        });
        assertThat(perform("'op':'vm_deallocate','addr':'@2+4','size':8")).containsExactly("{'ret':4} unbound [@2]");
    }

    @Test
    void outputsAreAbsentWhereTheCallFailed() throws Exception {
        kernel.returning("mach_port_allocate", 18);
        kernel.returning("vm_allocate", 3);
        kernel.returning("mach_port_get_refs", 15);
        kernel.returning("mach_port_names", 16);
        assertThat(perform(
                        "'op':'mach_port_allocate','right':9",
                        "'op':'vm_allocate','size':1",
                        "'op':'mach_port_get_refs','name':1,'right':0",
                        "'op':'mach_port_names'",
                        "'op':'dump'"))
                .containsExactly("{'ret':18}", "{'ret':3}", "{'ret':15}", "{'ret':16}", "{'ret':16}");
    }

    // --- messages in ---

    @Test
    void aMessageIsPlacedAtTheStartOfABufferOf0xEE() throws Exception {
        names.add(0x203);
        messageCall(0, "");
        assertThat(perform(
                        "'op':'mach_port_allocate','right':1",
                        "'op':'mach_msg','option':3,'msg':{'bits':20,'remote':'$1','local':259,'reserved':5,'id':-7,'data':'01020304'},"
                                + "'rcv_size':301,'rcv_name':'$1','timeout':9,'notify':'$1'"))
                .last()
                .isEqualTo("{'ret':0,'buf':'same'}");
        String message = words(20, 28, 0x203, 0x103, 5, -7) + "01020304";
        String whole = HEX.formatHex(buffers.get(0));
        // 301 rounded up to 8, and 256
        assertThat(whole.substring(0, 2 * (304 + 256))).isEqualTo(message + "ee".repeat(304 + 256 - 28));
        assertThat(Arrays.copyOfRange(calls.get(0), 1, 7)).containsExactly(3, 28, 301, 0x203, 9, 0x203);
    }

    @Test
    void withoutAMessageTheWholeBufferHolds0xEEAndNothingIsSent() throws Exception {
        messageCall(0x10004003, "");
        perform("'op':'mach_msg','option':2,'rcv_size':64,'rcv_name':1");
        assertThat(HEX.formatHex(buffers.get(0)).substring(0, 640)).isEqualTo("ee".repeat(320));
        assertThat(Arrays.copyOfRange(calls.get(0), 1, 7)).containsExactly(2, 0, 64, 1, 0, 0);
    }

    @Test
    void sizesAndCountsMayLie() throws Exception {
        messageCall(0x10000008, "");
        perform("'op':'mach_msg','option':1,'msg':{'size':4294967295,'descs':[],'desc_count':9},'send_size':60");
        assertThat(HEX.formatHex(buffers.get(0)).substring(0, 120))
                .isEqualTo(words(0, -1, 0, 0, 0, 0, 9) + "ee".repeat(32));
        assertThat(calls.get(0)[2]).isEqualTo(60);
    }

    @Test
    void aSendSizeThatNoKernelTakesNeedsNoSuchBuffer() throws Exception {
        messageCall(0x1000000e, "");
        assertThat(perform("'op':'mach_msg','option':1,'msg':{},'send_size':4294967292"))
                .containsExactly("{'ret':268435470,'buf':'same'}");
        assertThat(calls.get(0)[2]).isEqualTo(-4);
    }

    @Test
    void descriptorsHaveTheLayoutOfThe64BitAbi() throws Exception {
        names.add(0x203);
        messageCall(0, "");
        perform(
                "'op':'mach_port_allocate','right':1",
                "'op':'vm_allocate','size':8192",
                "'op':'mach_msg','option':1,'msg':{'descs':["
                        + "{'t':'port','name':'$1','disp':17},"
                        + "{'t':'port','name':4294967295,'disp':19,'type':255},"
                        + "{'t':'ool','addr':'@1+5','size':100,'dealloc':1,'copy':2},"
                        + "{'t':'ool','addr':18446744073709551615,'size':4294967295,'type':3},"
                        + "{'t':'ports','names':['$1',0],'disp':16,'dealloc':1,'copy':1},"
                        + "{'t':'ports','names':[],'disp':16},"
                        + "{'t':'ports','addr':'@2-8','count':3,'disp':18}],'data':'ff'}");
        FakeTask task = kernel.tasks.get(0);
        long region = 0x10000;
        long array = region + 3 * FakeKernel.PAGE; // regions never touch
        ByteBuffer expected = ByteBuffer.allocate(28 + 2 * 12 + 5 * 16 + 1).order(ByteOrder.LITTLE_ENDIAN);
        expected.putInt(0).putInt(expected.capacity()).putLong(0).putLong(0).putInt(7);
        expected.putInt(0x203).putInt(0).put(new byte[] {0, 0, 17, 0});
        expected.putInt(-1).putInt(0).put(new byte[] {0, 0, 19, -1});
        expected.putLong(region + 5).put(new byte[] {1, 2, 0, 1}).putInt(100);
        expected.putLong(-1).put(new byte[] {0, 0, 0, 3}).putInt(-1);
        expected.putLong(array).put(new byte[] {1, 1, 16, 2}).putInt(2);
        expected.putLong(0).put(new byte[] {0, 0, 16, 2}).putInt(0);
        expected.putLong(array - 8).put(new byte[] {0, 0, 18, 2}).putInt(3);
        expected.put((byte) -1);
        assertThat(HEX.formatHex(Arrays.copyOf(buffers.get(0), expected.capacity())))
                .isEqualTo(HEX.formatHex(expected.array()));
        byte[] placed = new byte[8];
        task.memory.buffer(array, 8).get(placed);
        assertThat(HEX.formatHex(placed)).isEqualTo(words(0x203, 0));
    }

    @Test
    void anArrayOfNamesIsAtAddress0WhereTheTaskCanAllocateNone() throws Exception {
        messageCall(0, "");
        kernel.returning("vm_allocate", 0x10000003);
        perform("'op':'mach_msg','option':1,'msg':{'descs':[{'t':'ports','names':[1],'disp':16}]}");
        String descriptor = words(0, 0) + "00001002" + words(1);
        assertThat(HEX.formatHex(buffers.get(0)).substring(56, 88)).isEqualTo(descriptor);
    }

    @Test
    void aMessageInTheProgramsOwnMemoryIsPlacedAsFarAsThereIsMemory() throws Exception {
        messageCall(0x10000002, "");
        kernel.on("mach_msg", (task, args) -> {
            calls.add(args);
            return 0x10000002;
        });
        assertThat(perform(
                        "'op':'vm_allocate','size':4096",
                        "'op':'mach_msg','option':1,'msg':{'bits':1,'remote':2,'local':3,'id':4},'msg_addr':'@1+4080'",
                        "'op':'vm_read','addr':'@1+4080','size':16",
                        "'op':'mach_msg','option':1,'msg':{'data':'05'},'msg_addr':'@1+4071'",
                        "'op':'mach_msg','option':1,'msg':{},'msg_addr':8"))
                .containsExactly(
                        "{'ret':0,'addr':'@1'}",
                        "{'ret':268435458}",
                        "{'ret':0,'bytes':'" + words(1, 24, 2, 3) + "'}",
                        "{'ret':268435458,'buf':'same'}",
                        "{'ret':268435458}");
        assertThat(calls.get(0)[0]).isEqualTo(0x10000L + 4080);
        assertThat(calls.get(0)[2]).isEqualTo(24);
        assertThat(calls.get(2)[0]).isEqualTo(8L);
    }

    // --- messages out ---

    @Test
    void aReceivedMessageIsToldWithItsTrailer() throws Exception {
        messageCall(0, words(0x1100, 28, 0x303, 0x203, 0, -1) + "aabbccdd" + words(0, 8));
        assertThat(perform("'op':'mach_msg','option':2,'rcv_size':64,'rcv_name':1"))
                .containsExactly(
                        "{'ret':0,'buf':{'bits':4352,'size':28,'remote':'$1','local':'$2','reserved':0,'id':-1,"
                                + "'data':'aabbccdd','trailer':{'type':0,'size':8}}}");
    }

    @Test
    void aTrailerIsToldAsFarAsItsSizeReaches() throws Exception {
        String header = words(0x1100, 24, 0, 0, 0, 1);
        String tokens = words(501, 20) + words(1, 2, 3, 4, 5, 100, 7, 8);
        String audit = words(501, 20) + words(501, 20, 0, 0, 0, 101, 0, 0);
        String start =
                "{'ret':0,'buf':{'bits':4352,'size':24,'remote':0,'local':0,'reserved':0,'id':1,'data':'','trailer':";
        String receive = "'op':'mach_msg','option':2,'rcv_size':128,'rcv_name':1";
        messageCall(0, header + words(0, 12, 77) + tokens);
        assertThat(perform(receive)).containsExactly(start + "{'type':0,'size':12,'seqno':77}}}");
        messageCall(0, header + words(0, 20, 77, 0, 1));
        assertThat(perform(receive)).containsExactly(start + "{'type':0,'size':20,'seqno':77,'sender':'kernel'}}}");
        kernel.tasks.clear();
        messageCall(0, header + words(0, 68, 77) + audit + words(0, 0x80000000));
        assertThat(perform(receive))
                .containsExactly(
                        start
                                + "{'type':0,'size':68,'seqno':77,'sender':'user','audit':'B','context':9223372036854775808}}}");
        kernel.tasks.clear();
        messageCall(0, header + words(0, 52, 77) + words(1, 1) + tokens.substring(16));
        assertThat(perform(receive))
                .containsExactly(
                        start + "{'type':0,'size':52,'seqno':77,'sender':[1,1],'audit':[1,2,3,4,5,100,7,8]}}}");
        messageCall(0, header + words(0, 52, 77, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(perform(receive))
                .containsExactly(start + "{'type':0,'size':52,'seqno':77,'sender':'kernel','audit':'kernel'}}}");
    }

    @ParameterizedTest
    @CsvSource({
        // option, code, what follows "data"
        "2, 0, ',''trailer'':{''type'':0,''size'':60,''seqno'':7,''sender'':''kernel'',''audit'':''kernel'',''context'':9}}}'",
        "2, 268451851, ',''trailer'':{''type'':0,''size'':60,''seqno'':7,''sender'':''kernel'',''audit'':''kernel'',''context'':9}}}'",
        "2, 268460044, ',''trailer'':{''type'':0,''size'':60,''seqno'':7,''sender'':''kernel'',''audit'':''kernel'',''context'':9}}}'",
        "2, 268451844, ',''trailer'':{''type'':0,''size'':60,''seqno'':7,''sender'':''kernel''}}}'",
        "6, 268451844, '}}'",
        "2, 268451843, '}}'",
        "1, 0, '}}'",
        "3, 268435460, '}}'"
    })
    void aTrailerFollowsWhereAMessageWasReceived(int option, int code, String rest) throws Exception {
        messageCall(code, words(0, 24, 0, 0, 0, 1, 0, 60, 7, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0));
        assertThat(perform("'op':'mach_msg','option':" + option + ",'rcv_size':128,'rcv_name':1"))
                .containsExactly("{'ret':" + code
                        + ",'buf':{'bits':0,'size':24,'remote':0,'local':0,'reserved':0,'id':1,'data':''" + rest);
    }

    @Test
    void aSizeBeyondTheBufferLeavesTheHeaderAlone() throws Exception {
        messageCall(0x10004004, words(0xeeeeeeeeL, 1052, 0x303, 0x303, 3, 1));
        assertThat(perform("'op':'mach_msg','option':6,'rcv_size':32,'rcv_name':1"))
                .containsExactly("{'ret':268451844,'buf':{'bits':4008636142,'size':1052,'remote':'$1','local':'$1',"
                        + "'reserved':3,'id':1}}");
        messageCall(0x10004004, words(0, 23, 0, 0, 0, 1));
        assertThat(perform("'op':'mach_msg','option':6,'rcv_size':32,'rcv_name':1")
                        .get(0))
                .doesNotContain("data");
    }

    @Test
    void receivedDescriptorsAreToldWithTheirMemory() throws Exception {
        kernel.on("mach_msg", (task, args) -> {
            long small = task.memory.map(100);
            task.memory.buffer(small, 3).put(new byte[] {1, 2, 3});
            long large = task.memory.map(5000);
            task.memory.buffer(large, 1).put((byte) 'a');
            long array = task.memory.map(8);
            task.memory.buffer(array, 8).putInt(0x303).putInt(-1);
            ByteBuffer bytes = task.memory.buffer((Long) args[0], 28 + 12 + 5 * 16 + 8);
            bytes.putInt(0x80000000)
                    .putInt(bytes.capacity() - 8)
                    .putInt(0x403)
                    .putInt(0x203)
                    .putInt(0)
                    .putInt(5)
                    .putInt(6);
            bytes.putLong(small + 1).put(new byte[] {1, 1, 0, 1}).putInt(2);
            bytes.putInt(0x503).putInt(0).put(new byte[] {0, 0, 17, 0});
            bytes.putLong(large).put(new byte[] {0, 0, 0, 3}).putInt(65);
            bytes.putLong(array).put(new byte[] {1, 1, 18, 2}).putInt(2);
            bytes.putLong(0).put(new byte[] {1, 1, 0, 1}).putInt(0);
            bytes.putLong(0x7000).put(new byte[] {0, 0, 0, 1}).putInt(4);
            bytes.putInt(0).putInt(8);
            return 0;
        });
        assertThat(perform(
                        "'op':'mach_msg','option':2,'rcv_size':500,'rcv_name':1",
                        "'op':'vm_allocate','size':1",
                        "'op':'vm_read','addr':'@1+1','size':2",
                        "'op':'vm_read','addr':'@3','size':4"))
                .containsExactly(
                        // FNV-1a of 'a' and 64 zeros, by its definition
                        "{'ret':0,'buf':{'bits':2147483648,'size':120,'remote':'$1','local':'$2','reserved':0,'id':5,'descs':["
                                + "{'t':'ool','size':2,'dealloc':1,'copy':1,'offset':1,'bytes':'0203'},"
                                + "{'t':'port','name':'$3','disp':17},"
                                + "{'t':'ool','size':65,'dealloc':0,'copy':0,'type':3,'offset':0,'bytes':'61"
                                + "00".repeat(63)
                                + "','fnv':'" + fnv() + "'},"
                                + "{'t':'ports','count':2,'disp':18,'dealloc':1,'copy':1,'names':['$4',4294967295]},"
                                + "{'t':'ool','size':0,'dealloc':1,'copy':1,'addr':0},"
                                + "{'t':'ool','size':4,'dealloc':0,'copy':0,'bad':true}],"
                                + "'data':'','trailer':{'type':0,'size':8}}}",
                        "{'ret':0,'addr':'@5'}",
                        "{'ret':0,'bytes':'0300'}",
                        "{'ret':0,'bytes':'03030000'}");
    }

    private static String fnv() {
        java.math.BigInteger hash = new java.math.BigInteger("14695981039346656037");
        for (int i = 0; i < 65; i++) {
            hash = hash.xor(java.math.BigInteger.valueOf(i == 0 ? 'a' : 0))
                    .multiply(new java.math.BigInteger("1099511628211"))
                    .mod(java.math.BigInteger.ONE.shiftLeft(64));
        }
        return String.format("%016x", hash);
    }

    @Test
    void whatAFailedSendGaveBackTakesNewAddressLabels() throws Exception {
        kernel.on("mach_msg", (task, args) -> {
            ByteBuffer bytes = task.memory.buffer((Long) args[0], 60);
            bytes.putInt(0, 0x80000011).putInt(4, 60).putInt(24, 2);
            bytes.putLong(28, 0x10000).putInt(40, 100);
            bytes.putLong(44, 0x90000).putInt(56, 3);
            return 0x10000004;
        });
        String ool = "{'t':'ool','addr':'@1','size':100,'dealloc':1,'copy':1}";
        assertThat(perform(
                        "'op':'vm_allocate','size':100",
                        "'op':'mach_msg','option':17,'msg':{'bits':2147483667,'descs':[" + ool
                                + ",{'t':'ports','addr':5,'count':3,'disp':19}]}",
                        "'op':'vm_allocate','size':1"))
                .containsExactly(
                        "{'ret':0,'addr':'@1'}",
                        "{'ret':268435460,'buf':{'bits':2147483665,'size':60,'remote':0,'local':0,'reserved':0,'id':0,'descs':["
                                + "{'t':'ool','size':100,'dealloc':1,'copy':1,'addr':'@2'},"
                                + "{'t':'ports','count':3,'disp':19,'dealloc':0,'copy':0,'addr':'@3'}],'data':''}}",
                        "{'ret':0,'addr':'@4'}");
    }

    @Test
    void anUnknownDescriptorEndsTheListAndTheRestIsData() throws Exception {
        messageCall(0x10004003, words(0x80000000L, 44, 0, 0, 0, 0, 9) + words(1, 0) + "00001604" + words(5));
        assertThat(perform("'op':'mach_msg','option':2,'rcv_size':64,'rcv_name':1"))
                .containsExactly(
                        "{'ret':268451843,'buf':{'bits':2147483648,'size':44,'remote':0,'local':0,'reserved':0,'id':0,"
                                + "'descs':[],'data':'" + words(1, 0) + "00001604" + words(5) + "'}}");
    }

    @Test
    void aSecondBufferReceives() throws Exception {
        kernel.on("mach_msg_overwrite", (task, args) -> {
            calls.add(args);
            assertThat(args[7]).isNotEqualTo(0L);
            task.memory.buffer((Long) args[7], 32).put(HEX.parseHex(words(0, 24, 0, 0, 0, 3, 0, 8)));
            return 0;
        });
        assertThat(
                        perform(
                                "'op':'mach_msg_overwrite','option':3,'msg':{'id':1},'rcv_size':48,'rcv_name':1,'rcv_msg':{'id':2}"))
                .containsExactly(
                        "{'ret':0,'buf':'same','rcv_buf':{'bits':0,'size':24,'remote':0,'local':0,'reserved':0,'id':3,"
                                + "'data':'','trailer':{'type':0,'size':8}}}");
        kernel.on("mach_msg_overwrite", (task, args) -> {
            assertThat(args[7]).isEqualTo(0L);
            return 0x10000003;
        });
        assertThat(perform("'op':'mach_msg_overwrite','option':3,'msg':{'id':1},'rcv_size':48,'rcv_name':1"))
                .containsExactly("{'ret':268435459,'buf':'same'}");
    }

    @Test
    void aBareTrapIsMadeWhereTheStepSaysSo() throws Exception {
        kernel.returning("mach_msg_trap", 0x10004005);
        kernel.returning("mach_msg_overwrite_trap", 0x10004006);
        assertThat(perform(
                        "'op':'mach_msg','option':2,'rcv_size':64,'rcv_name':1,'trap':true",
                        "'op':'mach_msg_overwrite','option':2,'rcv_size':64,'rcv_name':1,'trap':true"))
                .containsExactly("{'ret':268451845,'buf':'same'}", "{'ret':268451846,'buf':'same'}");
    }

    // --- memory ---

    @Test
    void memoryIsReadAndWrittenAsFarAsItIsThere() throws Exception {
        assertThat(perform(
                        "'op':'vm_allocate','size':4097",
                        "'op':'vm_write','addr':'@1+4095','bytes':'0102'",
                        "'op':'vm_read','addr':'@1+4094','size':3",
                        "'op':'vm_deallocate','addr':'@1+4096','size':4096",
                        "'op':'vm_write','addr':'@1+4094','bytes':'0a0b0c'",
                        "'op':'vm_read','addr':'@1+4094','size':2",
                        "'op':'vm_read','addr':'@1+4094','size':3",
                        "'op':'vm_read','addr':0,'size':1"))
                .containsExactly(
                        "{'ret':0,'addr':'@1'}",
                        "{'ret':0}",
                        "{'ret':0,'bytes':'000102'}",
                        "{'ret':0}",
                        "{'ret':0}",
                        "{'ret':0,'bytes':'0a0b'}",
                        "{'ret':0,'bad':true}",
                        "{'ret':0,'bad':true}");
    }

    // --- the space ---

    @Test
    void aDumpTellsEachNameWithItsReferencesAndAReceiveRightsStatus() throws Exception {
        kernel.on("mach_port_names", (task, args) -> {
            long address = task.memory.map(8);
            task.memory.buffer(address, 8).putInt(FakeKernel.SELF).putInt(0x203);
            ((long[]) args[1])[0] = address;
            ((int[]) args[2])[0] = 2;
            long types = task.memory.map(8);
            task.memory.buffer(types, 8).putInt(0x10000).putInt(0x30000);
            ((long[]) args[3])[0] = types;
            ((int[]) args[4])[0] = 2;
            return 0;
        });
        kernel.on("mach_port_get_refs", (task, args) -> {
            int name = (Integer) args[1];
            int right = (Integer) args[2];
            ((int[]) args[3])[0] = right == 0 ? 3 : right == 1 && name == 0x203 ? 1 : 0;
            return right < 4 ? 0 : 17;
        });
        kernel.on("mach_port_get_attributes", (task, args) -> {
            assertThat(args[2]).isEqualTo(2);
            assertThat(((int[]) args[4])[0]).isEqualTo(10);
            Arrays.fill((int[]) args[3], 0, 10, -1);
            return 0;
        });
        String status = "[" + "4294967295,".repeat(9) + "4294967295]";
        assertThat(perform("'op':'dump','of':'B'", "'op':'mach_port_names'"))
                .containsExactly(
                        "{'ret':0,'names':[{'name':'$self','type':65536,'refs':{'0':3}},"
                                + "{'name':'$1','type':196608,'refs':{'0':3,'1':1},'status':" + status + "}]}",
                        "{'ret':0,'names':[['$self',65536],['$1',196608]]}");
        assertThat(kernel.tasks.get(1).memory.regions())
                .as("the arrays are given back")
                .isZero();
    }

    @Test
    void theOtherCallsPassWhatTheStepSays() throws Exception {
        kernel.on("mach_port_construct", (task, args) -> {
            byte[] options = new byte[24];
            task.memory.buffer((Long) args[1], 24).get(options);
            assertThat(HEX.formatHex(options)).isEqualTo(words(3, 7, 0, 0, 0, 0));
            assertThat(args[2]).isEqualTo(-1L);
            ((int[]) args[3])[0] = 0x203;
            return 0;
        });
        kernel.on("mach_port_get_set_status", (task, args) -> {
            long members = task.memory.map(4);
            task.memory.buffer(members, 4).putInt(0x203);
            ((long[]) args[2])[0] = members;
            ((int[]) args[3])[0] = 1;
            return 0;
        });
        kernel.on("mach_port_peek", (task, args) -> {
            assertThat(args[2]).isEqualTo(0x1000000);
            assertThat(((int[]) args[3])[0]).isEqualTo(4);
            ((int[]) args[3])[0] = -1;
            ((int[]) args[4])[0] = 40;
            ((int[]) args[5])[0] = -2;
            ((byte[]) args[6])[4] = 8;
            return 0;
        });
        kernel.on("mach_port_guard", (task, args) -> {
            assertThat(args).containsExactly(FakeKernel.SELF, 0x203, -1L, true);
            return 4;
        });
        kernel.on("mach_port_get_context", (task, args) -> {
            ((long[]) args[2])[0] = -1;
            return 0;
        });
        kernel.on("mach_port_set_attributes", (task, args) -> {
            assertThat((int[]) args[3]).containsExactly(1, -1);
            assertThat(args[4]).isEqualTo(2);
            return 0;
        });
        kernel.on("mach_port_extract_right", (task, args) -> {
            ((int[]) args[3])[0] = 0x203;
            ((int[]) args[4])[0] = 18;
            return 0;
        });
        kernel.on("mach_reply_port", (task, args) -> 0x303);
        assertThat(perform(
                        "'op':'mach_port_construct','flags':3,'qlimit':7,'context':18446744073709551615",
                        "'op':'mach_port_get_set_status','name':1",
                        "'op':'mach_port_peek','name':1,'trailer_type':16777216,'seqno':4",
                        "'op':'mach_port_guard','name':'$1','guard':18446744073709551615,'strict':1",
                        "'op':'mach_port_get_context','name':1",
                        "'op':'mach_port_set_attributes','name':1,'flavor':1,'info':[1,4294967295]",
                        "'op':'mach_port_extract_right','name':1,'disp':21",
                        "'op':'mach_reply_port'"))
                .containsExactly(
                        "{'ret':0,'name':'$1','raw':515}",
                        "{'ret':0,'members':['$1']}",
                        "{'ret':0,'seqno':4294967295,'size':40,'id':-2,'trailer':{'type':0,'size':8}}",
                        "{'ret':4}",
                        "{'ret':0,'context':18446744073709551615}",
                        "{'ret':0}",
                        "{'ret':0,'poly':'$1','polytype':18}",
                        "{'name':'$2','raw':771}");
    }

    @Test
    void tasksEndWithTheCase() throws Exception {
        perform("'op':'task_terminate','victim':'B'");
        assertThat(kernel.tasks).hasSize(2).allMatch(task -> task.terminated);
    }

    // --- threads ---

    private static final String ON_T = "'op':'mach_msg','thread':'t','option':2,'rcv_size':64,'rcv_name':1";
    private static final String JOIN_T = "'op':'join','of':'t'";

    @Test
    void aThreadIsBlockedOrDoneAndItsAnswerComesAtTheJoin() throws Exception {
        kernel.on("mach_msg", (task, args) -> {
            kernel.await();
            return 0x10004003;
        });
        kernel.on("mach_port_destroy", (task, args) -> {
            kernel.wake();
            return 0;
        });
        assertThat(perform(
                        ON_T,
                        "'op':'states'",
                        JOIN_T,
                        "'op':'mach_port_destroy','name':1",
                        "'op':'states'",
                        JOIN_T,
                        "'op':'states'"))
                .containsExactly(
                        "{'state':'blocked'}",
                        "{'threads':{'t':'blocked'}}",
                        "{'state':'blocked'}",
                        "{'ret':0}",
                        "{'threads':{'t':'done'}}",
                        "{'ret':268451843,'buf':'same'}",
                        "{'threads':{}}");
    }

    @Test
    void aThreadThatComesBackAtOnceIsDone() throws Exception {
        messageCall(0x10004002, "");
        assertThat(perform(ON_T, JOIN_T)).containsExactly("{'state':'done'}", "{'ret':268451842,'buf':'same'}");
    }

    @Test
    void anAbortInterruptsTheWait() throws Exception {
        kernel.on("mach_msg", (task, args) -> {
            kernel.await();
            return 0x10004005;
        });
        assertThat(perform(ON_T, "'op':'abort','of':'t'", JOIN_T))
                .containsExactly("{'state':'blocked'}", "{'ret':0}", "{'ret':268451845,'buf':'same'}");
    }

    @Test
    void aThreadThatHasComeBackServesTheNextCallAndAnAbortOfItsOldLabelReachesThat() throws Exception {
        kernel.on("mach_msg", (task, args) -> {
            if ((Integer) args[4] == 1) {
                kernel.await();
            }
            return 0x10004005;
        });
        String comesBack = ON_T.replace("'rcv_name':1", "'rcv_name':0");
        String waits = ON_T.replace("'t'", "'u'");
        String abortT = "'op':'abort','of':'t'";
        assertThat(perform(comesBack, abortT, waits, "'op':'states'", abortT, "'op':'states'", abortT))
                .containsExactly(
                        "{'state':'done'}",
                        "{'ret':0}",
                        "{'state':'blocked'}",
                        "{'threads':{'t':'done','u':'blocked'}}",
                        "{'ret':0}",
                        "{'threads':{'t':'done','u':'done'}}",
                        "{'ret':0}");
    }

    @Test
    void theThreadThatCameBackLastServesNextAndOneThatWasWokenCameBackAfterItsWaker() throws Exception {
        kernel.on("mach_msg", (task, args) -> {
            if ((Integer) args[4] == 1) {
                kernel.await();
            } else {
                kernel.wake();
            }
            return 0x10004005;
        });
        String waker = ON_T.replace("'t'", "'w'").replace("'rcv_name':1", "'rcv_name':0");
        assertThat(perform(
                        ON_T, // t waits
                        waker, // comes back first, then t
                        ON_T.replace("'t'", "'u'"), // is served by t's thread
                        "'op':'abort','of':'w'",
                        "'op':'states'",
                        "'op':'abort','of':'t'",
                        "'op':'states'"))
                .endsWith(
                        "{'ret':0}",
                        "{'threads':{'t':'done','w':'done','u':'blocked'}}",
                        "{'ret':0}",
                        "{'threads':{'t':'done','w':'done','u':'done'}}");
    }

    /** Each woken thread wakes the next; the step ends only when the last has come back. */
    @Test
    void aStepEndsWhenNothingMovesAnyMore() throws Exception {
        for (int round = 0; round < 200; round++) {
            Deque<Thread> line = new ArrayDeque<>();
            kernel.on("mach_msg", (task, args) -> {
                synchronized (line) {
                    line.addFirst(Thread.currentThread());
                }
                kernel.await();
                Thread next;
                synchronized (line) {
                    next = line.pollFirst();
                }
                if (next != null) {
                    kernel.abort(next);
                }
                return 0x10004003;
            });
            kernel.on("mach_port_destroy", (task, args) -> {
                synchronized (line) {
                    kernel.abort(line.pollFirst());
                }
                return 0;
            });
            assertThat(perform(
                            ON_T,
                            ON_T.replace("'t'", "'u'"),
                            ON_T.replace("'t'", "'v'"),
                            "'op':'mach_port_destroy','name':1",
                            "'op':'states'"))
                    .last()
                    .isEqualTo("{'threads':{'t':'done','u':'done','v':'done'}}");
        }
    }

    @Test
    void threadsStillBlockedComeBackWhenTheCaseEnds() throws Exception {
        kernel.on("mach_msg", (task, args) -> {
            kernel.await();
            return 0x10004005;
        });
        assertThat(perform(ON_T)).containsExactly("{'state':'blocked'}");
        assertThat(kernel.waiters()).isZero();
    }

    @Test
    void aThreadThatStaysInsideIsAFaultOfTheKernel() {
        kernel.obeysTermination = false;
        kernel.on("mach_msg", (task, args) -> {
            kernel.await();
            return 0x10004005;
        });
        assertThatThrownBy(() -> perform(ON_T))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("thread t did not come back from mach_msg");
        kernel.wake();
    }

    @Test
    void anExceptionIsAFaultOfTheKernelAlsoOnAThread() {
        kernel.on("mach_msg", (task, args) -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(() -> perform("'op':'mach_msg','option':1"))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("broken");
        assertThatThrownBy(() -> perform(ON_T))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("broken")
                .hasMessageContaining("thread t");
    }

    @Test
    void soIsAnErrorOfItsOwnKind() {
        kernel.on("mach_msg", (task, args) -> {
            throw new Error("the kernel would panic");
        });
        assertThatThrownBy(() -> perform("'op':'mach_msg','option':1"))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("would panic");
    }

    // --- kernels that do not own their tasks ---

    @Test
    void withoutTaskControlACaseOfOneTaskRunsInTheProcess() throws Exception {
        kernel.ownsTasks = false;
        List<Integer> destroyed = new ArrayList<>();
        holds(0x903);
        kernel.on("mach_port_destroy", (task, args) -> {
            destroyed.add((Integer) args[1]);
            holds(0x903);
            return 0;
        });
        kernel.on("mach_vm_read", (task, args) -> 1);
        kernel.on("mach_thread_self", (task, args) -> 0x1003);
        kernel.on("mig_get_reply_port", (task, args) -> 0x1103);
        kernel.on("thread_abort", (task, args) -> {
            assertThat(args[0]).isEqualTo(0x1003);
            kernel.wake();
            return 0;
        });
        kernel.on("mach_msg", (task, args) -> {
            kernel.await();
            return 0x10004005;
        });
        names.add(0x203);
        Case program = program(
                "[\"A\"]",
                "'op':'mach_port_allocate','right':1",
                "'op':'mach_port_names'",
                "'op':'vm_read','addr':4096,'size':4",
                ON_T,
                "'op':'abort','of':'t'",
                JOIN_T);
        List<String> answers = new ArrayList<>();
        try (Execution execution = new Execution(kernel, program)) {
            for (Step step : program.steps()) {
                answers.add(
                        TranscriptWriter.toJson(execution.perform(step).out()).replace('"', '\''));
            }
            holds(0x903, 0x203);
        }
        assertThat(answers)
                .containsExactly(
                        "{'ret':0,'name':'$1','raw':515}",
                        "{'ret':0,'names':[]}",
                        "{'ret':0,'bad':true}",
                        "{'state':'blocked'}",
                        "{'ret':0}",
                        "{'ret':268451845,'buf':'same'}");
        assertThat(destroyed).as("what the case made is gone").containsExactly(0x203);
        assertThat(kernel.tasks.get(0).terminated).isFalse();
    }

    /** The names that the process holds from now on, each a receive right. */
    private void holds(int... held) {
        kernel.on("mach_port_names", (task, args) -> {
            long names = task.memory.map(4L * held.length);
            long types = task.memory.map(4L * held.length);
            for (int i = 0; i < held.length; i++) {
                task.memory.buffer(names, 4 * held.length).putInt(4 * i, held[i]);
                task.memory.buffer(types, 4 * held.length).putInt(4 * i, MachPort.MACH_PORT_TYPE_RECEIVE);
            }
            ((long[]) args[1])[0] = names;
            ((int[]) args[2])[0] = held.length;
            ((long[]) args[3])[0] = types;
            ((int[]) args[4])[0] = held.length;
            return 0;
        });
        kernel.on("mach_port_get_attributes", (task, args) -> 0);
    }

    /** To destroy a guarded port ends a process on XNU 11417 and later, and so may a name that is not there. */
    @Test
    void withoutTaskControlWhatAGuardProtectsAndWhatIsGoneIsLeftAlone() throws Exception {
        kernel.ownsTasks = false;
        List<Integer> destroyed = new ArrayList<>();
        holds(0x903);
        names.addAll(List.of(0x203, 0x303, 0x403));
        kernel.on("mach_port_destroy", (task, args) -> {
            destroyed.add((Integer) args[1]);
            return 0;
        });
        String allocate = "'op':'mach_port_allocate','right':1";
        try (Execution execution = new Execution(kernel, program("[\"A\"]", allocate, allocate, allocate))) {
            for (Step step : program("[\"A\"]", allocate, allocate, allocate).steps()) {
                execution.perform(step);
            }
            holds(0x903, 0x203, 0x303); // 0x403 is gone
            kernel.on("mach_port_get_attributes", (task, args) -> {
                boolean guarded = (Integer) args[1] == 0x303;
                ((int[]) args[3])[9] = guarded ? MachPort.MACH_PORT_STATUS_FLAG_GUARDED : 0;
                return 0;
            });
        }
        assertThat(destroyed).containsOnly(0x203);
    }

    /** libSystem makes an interrupted receive again: it takes the end of its port to bring it back. A thread's own ports stay. */
    @Test
    void withoutTaskControlAThreadThatIsOnlyInterruptedComesBackWhenItsPortIsDestroyed() throws Exception {
        kernel.ownsTasks = false;
        List<Integer> destroyed = new ArrayList<>();
        holds(0x903);
        names.add(0x203);
        kernel.on("mach_thread_self", (task, args) -> 0x1003);
        kernel.on("mig_get_reply_port", (task, args) -> 0x1103);
        kernel.on("thread_abort", (task, args) -> 0);
        kernel.on("mach_msg", (task, args) -> {
            kernel.await();
            return 0x10004009;
        });
        kernel.on("mach_port_destroy", (task, args) -> {
            destroyed.add((Integer) args[1]);
            holds(0x903, 0x1003, 0x1103);
            kernel.wake();
            return 0;
        });
        Case program = program("[\"A\"]", "'op':'mach_port_allocate','right':1", ON_T, "'op':'mach_port_names'");
        String told = "";
        try (Execution execution = new Execution(kernel, program)) {
            execution.perform(program.steps().get(0));
            execution.perform(program.steps().get(1));
            holds(0x903, 0x203, 0x1003, 0x1103);
            told = TranscriptWriter.toJson(
                    execution.perform(program.steps().get(2)).out());
        }
        assertThat(told).contains("$1").doesNotContain("$2");
        assertThat(destroyed).containsExactly(0x203);
        assertThat(kernel.waiters()).isZero();
    }

    @Test
    void withoutTaskControlMoreIsRefusedInWords() throws Exception {
        kernel.ownsTasks = false;
        assertThat(Execution.obstacle(kernel, program("[\"A\",\"B\"]")))
                .contains("it needs 2 tasks, and fake cannot make any");
        assertThat(Execution.obstacle(kernel, program("[\"A\"]", "'op':'task_terminate','victim':'A'")))
                .contains("it needs task_terminate, which fake cannot do");
        assertThat(Execution.obstacle(kernel, program("[\"A\"]", "'op':'task_importance','donor':1,'receiver':1")))
                .contains("it needs task_importance, which fake cannot do");
    }
}
