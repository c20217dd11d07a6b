// SPDX-License-Identifier: Apache-2.0
package org.mach4j.jnr;

import static com.kenai.jffi.Type.POINTER;
import static com.kenai.jffi.Type.SINT;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** One thread's calls of those functions of a library that jnr-ffi does not call well. */
final class WideCalls {
    private static final Map<JnrLibSystem, ToLongFunction<String>> SYMBOLS =
            Collections.synchronizedMap(new IdentityHashMap<>());

    private static final ThreadLocal<@Nullable WideCalls> OF_THREAD = new ThreadLocal<>();

    private final JnrLibSystem library;
    final WideCall machMsg;
    final WideCall machMsgOverwrite;
    final WideCall machMsgTrap;
    final WideCall machMsgOverwriteTrap;
    final WideCall machPortPeek;
    final WideCall machPortRequestNotification;
    final WideCall machPortSpaceInfo;

    private WideCalls(JnrLibSystem library) {
        ToLongFunction<String> symbols = Objects.requireNonNull(SYMBOLS.get(library));
        this.library = library;
        this.machMsg = message(symbols.applyAsLong("mach_msg"));
        this.machMsgTrap = message(symbols.applyAsLong("mach_msg_trap"));
        this.machMsgOverwrite = overwrite(symbols.applyAsLong("mach_msg_overwrite"));
        this.machMsgOverwriteTrap = overwrite(symbols.applyAsLong("mach_msg_overwrite_trap"));
        this.machPortPeek = new WideCall(
                symbols.applyAsLong("mach_port_peek"), SINT, SINT, SINT, POINTER, POINTER, POINTER, POINTER, POINTER);
        this.machPortRequestNotification = new WideCall(
                symbols.applyAsLong("mach_port_request_notification"), SINT, SINT, SINT, SINT, SINT, SINT, POINTER);
        this.machPortSpaceInfo = new WideCall(
                symbols.applyAsLong("mach_port_space_info"), SINT, POINTER, POINTER, POINTER, POINTER, POINTER);
    }

    private static WideCall message(long function) {
        return new WideCall(function, POINTER, SINT, SINT, SINT, SINT, SINT, SINT);
    }

    private static WideCall overwrite(long function) {
        return new WideCall(function, POINTER, SINT, SINT, SINT, SINT, SINT, SINT, POINTER, SINT);
    }

    /** To be told before the library's first call. */
    static void register(JnrLibSystem library, ToLongFunction<String> symbols) {
        SYMBOLS.put(library, symbols);
    }

    /** The calling thread's. A thread that takes turns between libraries makes them anew each time. */
    @SuppressWarnings("ReferenceEquality") // each loading is an object of its own
    static WideCalls of(JnrLibSystem library) {
        WideCalls calls = OF_THREAD.get();
        if (calls == null || calls.library != library) {
            calls = new WideCalls(library);
            OF_THREAD.set(calls);
        }
        return calls;
    }
}
