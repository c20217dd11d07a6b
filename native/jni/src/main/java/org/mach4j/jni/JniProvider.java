// SPDX-License-Identifier: Apache-2.0
package org.mach4j.jni;

import org.jspecify.annotations.Nullable;
import org.mach4j.libsystem.LibSystemProvider;
import org.mach4j.libsystem.LoadedLibrary;

/** The provider {@code jni}. Its bridge binds one library in a process. */
public final class JniProvider extends LibSystemProvider {
    /** For the service loader. */
    public JniProvider() {
        super("jni", 25);
    }

    @Override
    protected @Nullable String obstacle() {
        return Bridge.BUNDLED.exists() ? null : "this build has no bridge for " + Bridge.BUNDLED.platform();
    }

    @Override
    protected LoadedLibrary load(String path) {
        return Bridge.open(path);
    }

    @Override
    protected Class<?> nativeAccessor() {
        return Bridge.class;
    }
}
