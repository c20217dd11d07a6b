// SPDX-License-Identifier: Apache-2.0
package org.mach4j.jni;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.mach4j.libsystem.BundledLibrary;
import org.mach4j.libsystem.LibSystem;
import org.mach4j.libsystem.LoadedLibrary;
import org.mach4j.libsystem.ProcessMemory;

/** The bridge: {@code native/jni/src/main/c/mach4j-jni.c}, brought along in this module. It serves one library a process. */
@SuppressWarnings("restricted") // what this binding is for
final class Bridge {
    static final BundledLibrary BUNDLED = new BundledLibrary(Bridge.class, "mach4j-jni");

    private static @Nullable String bound;
    private static boolean ready;

    private Bridge() {}

    static synchronized LoadedLibrary open(String path) {
        if (bound != null) {
            throw new IllegalStateException("jni is bound to " + bound + " already");
        }
        if (!ready) {
            prepare();
            ready = true; // a second copy of the bridge would know nothing of what the first one loads
        }
        String error = load(path.getBytes(StandardCharsets.UTF_8));
        if (error != null) {
            throw new UnsatisfiedLinkError(error);
        }
        LibSystem functions = new JniLibSystem();
        LoadedLibrary library = new LoadedLibrary(functions, Bridge::symbol, new Memory());
        bound = path;
        return library;
    }

    private static void prepare() {
        BUNDLED.load(System::load);
        for (Method method : JniLibSystem.class.getDeclaredMethods()) {
            if (Modifier.isNative(method.getModifiers()) && !bind(JniLibSystem.class, method.getName(), type(method))) {
                throw new UnsatisfiedLinkError("the bridge has no function " + method.getName());
            }
        }
    }

    private static String type(Method method) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .toMethodDescriptorString();
    }

    private static native @Nullable String load(byte[] path);

    private static native boolean bind(Class<?> owner, String name, String descriptor);

    private static native long symbol(String name);

    private static native long calloc(long size);

    private static native void free(long address);

    private static native ByteBuffer view(long address, int length);

    /** C's allocator and all of the address space. */
    private static final class Memory implements ProcessMemory {
        @Override
        public long allocate(long size) {
            long address = calloc(size);
            if (address == 0) {
                throw new OutOfMemoryError("calloc of " + size + " bytes");
            }
            return address;
        }

        @Override
        public void free(long address) {
            Bridge.free(address);
        }

        @Override
        public ByteBuffer view(long address, int length) {
            return Bridge.view(address, length);
        }
    }
}
