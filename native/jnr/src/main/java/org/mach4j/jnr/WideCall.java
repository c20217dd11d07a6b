// SPDX-License-Identifier: Apache-2.0
package org.mach4j.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One thread's way to call one function that returns an {@code int}: arguments and result lie in cells of native memory. */
final class WideCall {
    private static final Invoker INVOKER = Invoker.getInstance();

    private final long function;
    private final CallContext type;
    private final ByteBuffer cells;
    private final long[] arguments;
    private final int resultOffset;
    private final long result;

    WideCall(long function, Type... types) {
        this.function = function;
        this.type = CallContext.getCallContext(Type.SINT, types, CallingConvention.DEFAULT, false);
        this.resultOffset = types.length * Long.BYTES;
        this.cells = ByteBuffer.allocateDirect(resultOffset + Long.BYTES).order(ByteOrder.nativeOrder());
        long address = MemoryIO.getInstance().getDirectBufferAddress(cells);
        this.arguments = new long[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = address + (long) i * Long.BYTES;
        }
        this.result = address + resultOffset;
    }

    WideCall with(int index, int argument) {
        cells.putInt(index * Long.BYTES, argument);
        return this;
    }

    WideCall with(int index, long argument) {
        cells.putLong(index * Long.BYTES, argument);
        return this;
    }

    int call() {
        INVOKER.invoke(type, function, result, arguments);
        return cells.getInt(resultOffset);
    }
}
