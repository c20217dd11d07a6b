// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig.processor;

import org.jspecify.annotations.Nullable;

/**
 * One argument of a routine, in or out: its name, its Java type and how it is on the wire (spec 06 §3.2).
 *
 * @param element the Java type of an array's elements, otherwise the type itself
 * @param bound elements of an array, bytes of a string
 */
record Argument(String name, Kind kind, String type, String element, int bound) {
    enum Kind {
        SCALAR,
        FIXED,
        BOUNDED,
        C_STRING,
        VARIABLE_C_STRING,
        OUT_OF_LINE,
        MEMORY,
        PORT,
        PORTS,
        AUDIT_TOKEN
    }

    private static final String API = "org.mach4j.";

    /** Null where MIG cannot carry it. */
    static @Nullable Argument of(
            String name,
            String type,
            @Nullable Integer fixed,
            @Nullable Integer bounded,
            @Nullable Integer cString,
            @Nullable Integer variableCString,
            boolean outOfLine) {
        switch (type) {
            case "boolean", "byte", "short", "int", "long", "float", "double" -> {
                return new Argument(name, Kind.SCALAR, type, type, 1);
            }
            case "byte[]", "short[]", "int[]", "long[]" -> {
                String element = type.substring(0, type.length() - 2);
                if (fixed != null) {
                    return new Argument(name, Kind.FIXED, type, element, fixed);
                }
                if (bounded != null) {
                    return new Argument(name, Kind.BOUNDED, type, element, bounded);
                }
                return outOfLine ? new Argument(name, Kind.OUT_OF_LINE, type, element, 0) : null;
            }
            case "java.lang.String" -> {
                if (cString != null) {
                    return new Argument(name, Kind.C_STRING, type, "byte", cString);
                }
                return variableCString != null
                        ? new Argument(name, Kind.VARIABLE_C_STRING, type, "byte", variableCString)
                        : null;
            }
            case API + "Memory" -> {
                return new Argument(name, Kind.MEMORY, type, "byte", 0);
            }
            case API + "SendRight", API + "SendOnceRight", API + "ReceiveRight", API + "Right" -> {
                return new Argument(name, Kind.PORT, type, type, 1);
            }
            case "java.util.List<" + API + "SendRight>" -> {
                return new Argument(name, Kind.PORTS, type, API + "SendRight", 0);
            }
            case API + "AuditToken" -> {
                return new Argument(name, Kind.AUDIT_TOKEN, type, type, 0);
            }
            default -> {
                return null;
            }
        }
    }

    boolean isOnWire() {
        return kind != Kind.AUDIT_TOKEN;
    }

    /** The bytes of its descriptor, or 0. */
    int descriptorSize() {
        return switch (kind) {
            case PORT -> 12;
            case PORTS, MEMORY, OUT_OF_LINE -> 16;
            default -> 0;
        };
    }

    int elementSize() {
        return switch (element) {
            case "byte" -> 1;
            case "short" -> 2;
            case "int", "float", "boolean" -> 4;
            case "long", "double" -> 8;
            default -> 4;
        };
    }

    /** The bytes in the data part with all variable data empty. */
    int minData() {
        return switch (kind) {
            case SCALAR, FIXED -> padded(elementSize() * bound);
            case C_STRING -> padded(bound);
            case BOUNDED, OUT_OF_LINE, MEMORY, PORTS -> 4;
            case VARIABLE_C_STRING -> 8;
            case PORT, AUDIT_TOKEN -> 0;
        };
    }

    /** The bytes in the data part with all variable data full. */
    int maxData() {
        return switch (kind) {
            case BOUNDED -> 4 + padded(elementSize() * bound);
            case VARIABLE_C_STRING -> 8 + padded(bound);
            default -> minData();
        };
    }

    private static int padded(int bytes) {
        return (bytes + 3) & ~3;
    }

    /** The received form of a port, or 0 for a polymorphic one. */
    int receivedForm() {
        return switch (element) {
            case API + "ReceiveRight" -> 16;
            case API + "SendRight" -> 17;
            case API + "SendOnceRight" -> 18;
            default -> 0;
        };
    }

    /** Its type where it is received: rights may be null there. */
    String receivedType() {
        return switch (kind) {
            case PORT -> API + "@Nullable " + element.substring(API.length());
            case PORTS -> "java.util.List<" + API + "@Nullable SendRight>";
            default -> type;
        };
    }

    /** Its type where a client gives it. */
    String givenType() {
        return switch (kind) {
            case PORT -> API + "Transfer<" + (receivedForm() == 0 ? "?" : element) + ">";
            case PORTS -> "java.util.List<" + API + "Transfer<" + API + "SendRight>>";
            default -> type;
        };
    }
}
