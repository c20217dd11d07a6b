// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The area behind the second serial line: the agent reads and writes it as the host asks ({@code serial_serve}). */
final class SerialArea implements Area {
    private final SocketChannel line;
    private final Duration limit;

    /** @param line connected, will be closed with this; @param limit how long one exchange may take */
    SerialArea(SocketChannel line, Duration limit) throws IOException {
        this.line = line;
        this.limit = limit;
        line.configureBlocking(false);
    }

    @Override
    public int word(int offset) {
        byte[] bytes = new byte[4];
        read(offset, bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    @Override
    public void word(int offset, int value) {
        write(
                offset,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(value)
                        .array());
    }

    @Override
    public synchronized void read(int offset, byte[] into) {
        send(request('R', offset, into.length, 0));
        receive(ByteBuffer.wrap(into));
    }

    @Override
    public synchronized void write(int offset, byte[] bytes) {
        send(request('W', offset, bytes.length, bytes.length).put(bytes));
        byte[] answer = new byte[1];
        receive(ByteBuffer.wrap(answer));
        if (answer[0] != 'k') {
            throw new GnuMachException("the agent answered " + answer[0] + " on the serial line");
        }
    }

    private static ByteBuffer request(char what, int offset, int length, int room) {
        return ByteBuffer.allocate(9 + room)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) what)
                .putInt(offset)
                .putInt(length);
    }

    private void send(ByteBuffer bytes) {
        exchange(bytes.flip(), line::write, "take");
    }

    private void receive(ByteBuffer bytes) {
        exchange(bytes, line::read, "answer");
    }

    private interface Transfer {
        int some(ByteBuffer bytes) throws IOException;
    }

    private void exchange(ByteBuffer bytes, Transfer transfer, String what) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (bytes.hasRemaining()) {
                int count = transfer.some(bytes);
                if (count < 0) {
                    throw new GnuMachException("the serial line was closed: QEMU has ended");
                }
                if (count == 0) {
                    if (System.nanoTime() - deadline > 0) {
                        throw new GnuMachException(
                                "the agent did not " + what + " on the serial line within " + limit.toMillis() + " ms");
                    }
                    LockSupport.parkNanos(20_000);
                }
            }
        } catch (IOException e) {
            throw new GnuMachException("the serial line broke: QEMU has ended", e);
        }
    }

    @Override
    public void close() {
        try {
            line.close();
        } catch (IOException e) {
            throw new GnuMachException("closing the serial line", e);
        }
    }
}
