// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig.processor;

import java.util.List;
import java.util.stream.Collectors;
import org.mach4j.mig.processor.MigProcessor.Routine;

/**
 * Writes the source of a subsystem's client and server. Variables of its own have a {@code $} in their names, which keeps them apart
 * from a routine's arguments, whatever these are called.
 */
final class Generator {
    private static final int HEADER = 24;
    private static final int NDR = 8;

    private final String packageName;
    private final String name;
    private final List<Routine> routines;
    private final boolean jspecify;
    private final StringBuilder out = new StringBuilder();
    private int depth;

    /** @param jspecify whether the code that is made can use JSpecify's annotations: they are no dependency of the API */
    Generator(String packageName, String name, List<Routine> routines, boolean jspecify) {
        this.packageName = packageName;
        this.name = name;
        this.routines = routines;
        this.jspecify = jspecify;
    }

    String clientName() {
        return qualified("Client");
    }

    String serverName() {
        return qualified("Server");
    }

    private String qualified(String suffix) {
        return (packageName.isEmpty() ? "" : packageName + ".") + name + suffix;
    }

    // --- shape of messages --------------------------------------------------------------------------------------

    private static int descriptors(List<Argument> arguments) {
        return (int) arguments.stream().filter(a -> a.descriptorSize() != 0).count();
    }

    private static boolean hasData(List<Argument> arguments) {
        return arguments.stream().anyMatch(a -> a.minData() != 0);
    }

    /** The size of a message; {@code code} where a simple reply's return code stands before the data. */
    private static int size(List<Argument> arguments, boolean max, boolean reply) {
        int descriptors = arguments.stream().mapToInt(Argument::descriptorSize).sum();
        boolean complex = descriptors != 0;
        boolean code = reply && !complex;
        return HEADER
                + (complex ? 4 + descriptors : 0)
                + (hasData(arguments) || code ? NDR : 0)
                + (code ? 4 : 0)
                + arguments.stream()
                        .mapToInt(a -> max ? a.maxData() : a.minData())
                        .sum();
    }

    // --- client -------------------------------------------------------------------------------------------------

    String client() {
        begin("A client of the subsystem {@link " + name + "}. It borrows the send right, which stays its owner's.");
        line("public final class " + name + "Client {");
        depth++;
        line("private final org.mach4j.SendRight to;");
        line("private final java.time.@Nullable Duration timeout;");
        line("");
        line("/** Calls wait as long as it takes. */");
        line("public " + name + "Client(org.mach4j.SendRight to) {");
        line("    this(to, null);");
        line("}");
        line("");
        line("/** Each call waits at most so long, for sending and receiving together. */");
        line("public " + name + "Client(org.mach4j.SendRight to, java.time.@Nullable Duration timeout) {");
        line("    this.to = to;");
        line("    this.timeout = timeout;");
        line("}");
        for (Routine routine : routines) {
            clientRoutine(routine);
        }
        depth--;
        line("}");
        return out.toString();
    }

    private void clientRoutine(Routine routine) {
        List<Argument> in = routine.in().stream().filter(Argument::isOnWire).toList();
        line("");
        line("/** Routine " + routine.id() + ". */");
        line("public " + result(routine) + " " + routine.name() + "("
                + in.stream().map(a -> a.givenType() + " " + a.name()).collect(Collectors.joining(", ")) + ") {");
        depth++;
        line("org.mach4j.MessageBuilder mig$ = this.to.mach().message(" + routine.id() + ");");
        line("boolean built$ = false;");
        line("try {");
        depth++;
        for (Argument argument : in) {
            switch (argument.kind()) {
                case PORT -> line("mig$.add(" + argument.name() + ");");
                case PORTS -> line("MigWriter.sends(mig$, " + argument.name() + ");");
                case MEMORY -> line("mig$.copyMemory(" + argument.name() + ");");
                case OUT_OF_LINE -> line("MigWriter.outOfLine(mig$, " + argument.name() + ");");
                default -> {}
            }
        }
        if (hasData(in)) {
            line("MigWriter.ndr(mig$);");
        }
        in.forEach(argument -> writeData(argument, argument.name()));
        line("built$ = true;");
        depth--;
        line("} finally {");
        line("    if (!built$) {");
        line("        mig$.close();");
        line("    }");
        line("}");
        if (routine.simple()) {
            line("MigWriter.send(mig$, this.to, this.timeout);");
        } else {
            line("try (org.mach4j.Message reply$ = MigWriter.call(mig$, this.to, this.timeout)) {");
            depth++;
            List<Argument> outs = routine.out();
            line((outs.isEmpty() ? "" : "MigReader read$ = ") + "MigReader.reply(reply$, " + routine.id() + ", "
                    + descriptors(outs) + ", " + size(outs, false, true) + ", " + size(outs, true, true) + ");");
            if (!outs.isEmpty()) {
                readAll(outs, "reply$", true);
                line(
                        routine.record() == null
                                ? "return out$result;"
                                : "return new " + routine.record() + "("
                                        + outs.stream()
                                                .map(a -> "out$" + a.name())
                                                .collect(Collectors.joining(", "))
                                        + ");");
            }
            depth--;
            line("}");
        }
        depth--;
        line("}");
    }

    private static String result(Routine routine) {
        if (routine.record() != null) {
            return routine.record();
        }
        return routine.out().isEmpty() ? "void" : routine.out().get(0).receivedType();
    }

    // --- server -------------------------------------------------------------------------------------------------

    String server() {
        begin(
                "A server of the subsystem {@link " + name
                        + "}. Rights and memory that a method is called with are its own; those"
                        + "\n * that it returns move to the client. A method answers by a code by throwing {@link org.mach4j.MachException}.");
        line("public interface " + name + "Server {");
        depth++;
        for (Routine routine : routines) {
            line("/** Routine " + routine.id() + ". */");
            line(serverResult(routine) + " " + routine.name() + "("
                    + routine.in().stream()
                            .map(a -> a.receivedType() + " " + a.name())
                            .collect(Collectors.joining(", "))
                    + ") throws Exception;");
            line("");
        }
        line("/** The handlers of the subsystem, to be added to a server. */");
        line("static org.mach4j.MachServer.Subsystem subsystem(" + name + "Server server) {");
        depth++;
        line("java.util.Map<Integer, org.mach4j.MachServer.Handler> handlers = new java.util.HashMap<>();");
        for (Routine routine : routines) {
            handler(routine);
        }
        line("return () -> handlers;");
        depth--;
        line("}");
        depth--;
        line("}");
        return out.toString();
    }

    private static String serverResult(Routine routine) {
        return result(routine);
    }

    private void handler(Routine routine) {
        List<Argument> in = routine.in().stream().filter(Argument::isOnWire).toList();
        line("handlers.put(" + routine.id() + ", request -> {");
        depth++;
        line("MigReader read$ = MigReader.request(request, " + descriptors(in) + ", " + size(in, false, false) + ", "
                + size(in, true, false) + ");");
        readAll(in, "request", false);
        String call = "server." + routine.name() + "("
                + routine.in().stream()
                        .map(a -> a.isOnWire() ? "out$" + a.name() : "request.trailer().sender()")
                        .collect(Collectors.joining(", "))
                + ")";
        if (routine.out().isEmpty()) {
            line(call + ";");
            line("if (request.expectsReply()) {");
            line("    request.replyError(0);");
            line("}");
        } else {
            line("var result = " + call + ";");
            line("try (org.mach4j.MessageBuilder mig$ = request.reply(" + (routine.id() + 100) + ")) {");
            depth++;
            boolean complex = descriptors(routine.out()) != 0;
            for (Argument argument : routine.out()) {
                String value = value(routine, argument);
                switch (argument.kind()) {
                    case PORT -> line("MigWriter.move(mig$, " + value + ");");
                    case PORTS -> line("MigWriter.moveSends(mig$, " + value + ");");
                    case MEMORY -> {
                        line("int size$" + argument.name() + " = (int) " + value + ".size();");
                        line("mig$.moveMemory(" + value + ");");
                    }
                    case OUT_OF_LINE -> line("MigWriter.outOfLine(mig$, " + value + ");");
                    default -> {}
                }
            }
            if (hasData(routine.out()) || !complex) {
                line("MigWriter.ndr(mig$);");
            }
            if (!complex) {
                line("mig$.putInt(0);");
            }
            routine.out().forEach(argument -> writeData(argument, value(routine, argument)));
            line("mig$.sendReply();");
            depth--;
            line("}");
        }
        depth--;
        line("});");
    }

    private static String value(Routine routine, Argument argument) {
        return routine.record() == null ? "result" : "result." + argument.name() + "()";
    }

    // --- both ---------------------------------------------------------------------------------------------------

    private void begin(String doc) {
        out.setLength(0);
        depth = 0;
        if (!packageName.isEmpty()) {
            line("package " + packageName + ";");
            line("");
        }
        if (jspecify) {
            line("import org.jspecify.annotations.NullMarked;");
            line("import org.jspecify.annotations.Nullable;");
        }
        line("import org.mach4j.mig.MigReader;");
        line("import org.mach4j.mig.MigWriter;");
        line("");
        line("/** " + doc + " */");
        if (jspecify) {
            line("@NullMarked");
        }
        line("@SuppressWarnings({\"all\", \"try\"})");
        line("@javax.annotation.processing.Generated(\"" + MigProcessor.class.getName() + "\")");
    }

    private void writeData(Argument argument, String value) {
        switch (argument.kind()) {
            case SCALAR ->
                line(
                        argument.type().equals("boolean")
                                ? "mig$.putInt(" + value + " ? 1 : 0);"
                                : "mig$.put" + capital(argument.type()) + "(" + value + ");");
            case FIXED -> {
                line("MigWriter.exactly(" + value + ".length, " + argument.bound() + ");");
                elements(argument, value);
            }
            case BOUNDED -> {
                line("MigWriter.count(mig$, " + value + ".length, " + argument.bound() + ");");
                elements(argument, value);
            }
            case C_STRING -> line("MigWriter.cString(mig$, " + value + ", " + argument.bound() + ");");
            case VARIABLE_C_STRING -> line("MigWriter.variableCString(mig$, " + value + ", " + argument.bound() + ");");
            case OUT_OF_LINE -> line("mig$.putInt(" + value + ".length);");
            case PORTS -> line("mig$.putInt(" + value + ".size());");
            case MEMORY ->
                line(
                        value.startsWith("result")
                                ? "mig$.putInt(size$" + argument.name() + ");"
                                : "mig$.putInt((int) " + value + ".size());");
            case PORT, AUDIT_TOKEN -> {}
        }
    }

    private void elements(Argument argument, String value) {
        line(
                argument.element().equals("byte")
                        ? "mig$.putBytes(" + value + ");"
                        : "MigWriter." + argument.element() + "s(mig$, " + value + ");");
    }

    /** Checks and reads everything, then takes rights and memory. */
    private void readAll(List<Argument> arguments, String message, boolean reply) {
        for (Argument argument : arguments) {
            switch (argument.kind()) {
                case PORT ->
                    line("read$.checkPort(" + (argument.receivedForm() == 0 ? "" : argument.receivedForm()) + ");");
                case PORTS -> line("read$.checkPorts(17);");
                case MEMORY, OUT_OF_LINE -> line("int size$" + argument.name() + " = read$.checkMemory();");
                default -> {}
            }
        }
        boolean code = reply && descriptors(arguments) == 0;
        if (hasData(arguments) || code) {
            line("read$.ndr();");
        }
        if (code) {
            line("read$.int32();");
        }
        for (Argument argument : arguments) {
            readData(argument);
        }
        line("read$.end();");
        for (Argument argument : arguments) {
            String target = argument.receivedType() + " out$" + argument.name() + " = ";
            switch (argument.kind()) {
                case PORT ->
                    line(target + message + ".take"
                            + switch (argument.receivedForm()) {
                                case 16 -> "Receive";
                                case 17 -> "Send";
                                case 18 -> "SendOnce";
                                default -> "Right";
                            }
                            + "();");
                case PORTS -> line(target + message + ".takeSends();");
                case MEMORY -> line(target + message + ".takeMemory();");
                case OUT_OF_LINE ->
                    line(target + "MigWriter.take" + capital(argument.element()) + "s(" + message + ");");
                default -> {}
            }
        }
    }

    private void readData(Argument argument) {
        String target = argument.type() + " out$" + argument.name() + " = ";
        switch (argument.kind()) {
            case SCALAR ->
                line(target
                        + switch (argument.type()) {
                            case "boolean" -> "read$.int32() != 0";
                            case "byte" -> "(byte) read$.int32()";
                            case "short" -> "(short) read$.int32()";
                            case "int" -> "read$.int32()";
                            case "long" -> "read$.int64()";
                            case "float" -> "Float.intBitsToFloat(read$.int32())";
                            default -> "Double.longBitsToDouble(read$.int64())";
                        }
                        + ";");
            case FIXED -> line(target + "read$." + argument.element() + "s(" + argument.bound() + ");");
            case BOUNDED ->
                line(target + "read$." + argument.element() + "s(read$.count(" + argument.bound() + ", "
                        + argument.elementSize() + "));");
            case C_STRING -> line(target + "read$.cString(" + argument.bound() + ");");
            case VARIABLE_C_STRING -> line(target + "read$.variableCString(" + argument.bound() + ");");
            case OUT_OF_LINE, MEMORY ->
                line("read$.checkCount(size$" + argument.name() + ", " + argument.elementSize() + ");");
            case PORTS -> line("read$.portCount();");
            case PORT, AUDIT_TOKEN -> {}
        }
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private void line(String text) {
        if (!text.isEmpty()) {
            out.append("    ".repeat(depth)).append(jspecify ? text : text.replace("@Nullable ", ""));
        }
        out.append('\n');
    }
}
