// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mach4j.abi.MachMsgReturn;

class EventsTest extends OneTask {
    @TempDir
    Path directory;

    @Test
    void sendsReceivesAndDispatchesAreRecorded() throws Exception {
        Path file = directory.resolve("mach.jfr");
        int name;
        try (Recording recording = new Recording()) {
            recording.enable("org.mach4j.Send");
            recording.enable("org.mach4j.Receive");
            recording.enable("org.mach4j.Dispatch");
            recording.enable("org.mach4j.Notification");
            recording.start();
            try (ReceiveRight port = mach.allocatePort();
                    SendRight to = port.makeSend()) {
                name = port.name();
                mach.message(42).putInt(1).send(to);
                port.receive().close();
                port.poll();
                port.makeSendOnce().close();
                try (Message told = port.receive()) {
                    Notification.read(told).orElseThrow().close();
                }
                try (MachServer server =
                        MachServer.on(port).handle(43, request -> {}).build()) {
                    mach.message(43).send(to);
                    server.runOnce(LONG);
                }
            }
            recording.stop();
            Files.createFile(file);
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events)
                .anySatisfy(event -> {
                    assertThat(event.getEventType().getName()).isEqualTo("org.mach4j.Send");
                    assertThat(event.getInt("destination")).isEqualTo(name);
                    assertThat(event.getInt("id")).isEqualTo(42);
                    assertThat(event.getInt("size")).isEqualTo(28);
                    assertThat(event.getInt("code")).isZero();
                })
                .anySatisfy(event -> {
                    assertThat(event.getEventType().getName()).isEqualTo("org.mach4j.Receive");
                    assertThat(event.getInt("id")).isEqualTo(42);
                })
                .anySatisfy(event -> {
                    assertThat(event.getEventType().getName()).isEqualTo("org.mach4j.Receive");
                    assertThat(event.getInt("code")).isEqualTo(MachMsgReturn.MACH_RCV_TIMED_OUT);
                })
                .anySatisfy(event -> {
                    assertThat(event.getEventType().getName()).isEqualTo("org.mach4j.Notification");
                    assertThat(event.getInt("id")).isEqualTo(71);
                    assertThat(event.getInt("port")).isEqualTo(name);
                })
                .anySatisfy(event -> {
                    assertThat(event.getEventType().getName()).isEqualTo("org.mach4j.Dispatch");
                    assertThat(event.getInt("id")).isEqualTo(43);
                    assertThat(event.getBoolean("failed")).isFalse();
                });
    }
}
