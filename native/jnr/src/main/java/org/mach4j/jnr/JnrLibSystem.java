// SPDX-License-Identifier: Apache-2.0
package org.mach4j.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Type;
import org.mach4j.libsystem.LibSystem;

/**
 * libSystem's functions by jnr-ffi, which makes all but one of them from the interface. Public because jnr-ffi implements it outside this
 * module.
 */
public interface JnrLibSystem extends LibSystem {
    /**
     * By jffi itself: the stub that jnr-ffi 2.3.4 makes on x86-64 for one 32-bit and five 64-bit arguments ends the process.
     */
    @Override
    default int mach_port_space_info(
            int task, long spaceInfo, long tableInfo, long tableInfoCnt, long treeInfo, long treeInfoCnt) {
        return (int) Invoker.getInstance()
                .invokeN6(
                        SpaceInfo.TYPE,
                        SpaceInfo.address,
                        task,
                        spaceInfo,
                        tableInfo,
                        tableInfoCnt,
                        treeInfo,
                        treeInfoCnt);
    }

    /** How {@link #mach_port_space_info} is called. */
    final class SpaceInfo {
        static final CallContext TYPE = CallContext.getCallContext(
                Type.SINT,
                new Type[] {Type.SINT, Type.POINTER, Type.POINTER, Type.POINTER, Type.POINTER, Type.POINTER},
                CallingConvention.DEFAULT,
                false);

        /** Set when the library is loaded. */
        static volatile long address;

        private SpaceInfo() {}
    }
}
