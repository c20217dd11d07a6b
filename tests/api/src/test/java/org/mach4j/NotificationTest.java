// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mach4j.abi.MachNotify;

/** All six notifications: asked for, replaced, cancelled, delivered, and what each carries. */
class NotificationTest extends OneTask {
    private Notification next(ReceiveRight port) {
        try (Message message = port.receive(LONG)) {
            return Notification.read(message).orElseThrow();
        }
    }

    @Test
    void aDeadNameCarriesAReferenceThatItsCloseGivesBack() {
        try (ReceiveRight notify = mach.allocatePort()) {
            ReceiveRight port = mach.allocatePort();
            try (SendRight right = port.makeSend()) {
                assertThat(right.requestDeadName(Transfer.makeSendOnce(notify))).isNull();
                port.close();
                try (Notification told = next(notify)) {
                    assertThat(((Notification.DeadName) told).isAbout(right)).isTrue();
                    assertThat(((Notification.DeadName) told).name()).isEqualTo(right.name());
                    assertThat(right.references()).isEqualTo(2);
                }
                assertThat(right.references()).isEqualTo(1);
            }
        }
    }

    @Test
    void aRequestIsReplacedAndCancelledAndThePreviousRightComesBack() {
        try (ReceiveRight notify = mach.allocatePort();
                ReceiveRight port = mach.allocatePort();
                SendRight right = port.makeSend()) {
            assertThat(right.requestDeadName(Transfer.makeSendOnce(notify))).isNull();
            SendOnceRight given = notify.makeSendOnce();
            SendOnceRight previous = right.requestDeadName(Transfer.moveSendOnce(given));
            assertThat(given.isHeld()).isFalse();
            assertThat(previous).isNotNull();
            previous.close();
            assertThat(next(notify)).isEqualTo(new Notification.SendOnce());
            SendOnceRight cancelled = right.cancelDeadName();
            assertThat(cancelled).isNotNull();
            cancelled.close();
            assertThat(next(notify)).isEqualTo(new Notification.SendOnce());
            assertThat(right.cancelDeadName()).isNull();
        }
    }

    @Test
    void aSendOnceRightIsWatchedToo() {
        try (ReceiveRight notify = mach.allocatePort()) {
            ReceiveRight port = mach.allocatePort();
            SendOnceRight once = port.makeSendOnce();
            assertThat(once.requestDeadName(Transfer.makeSendOnce(notify))).isNull();
            port.close();
            try (Notification told = next(notify)) {
                assertThat(((Notification.DeadName) told).isAbout(once)).isTrue();
            }
            once.close();
        }
    }

    @Test
    void sendPossibleComesWhenAFullQueueHasRoom() {
        try (ReceiveRight notify = mach.allocatePort();
                ReceiveRight port = mach.allocatePort();
                SendRight right = port.makeSend()) {
            port.setQueueLimit(1);
            fill(port);
            assertThat(right.requestSendPossible(Transfer.makeSendOnce(notify))).isNull();
            assertThat(notify.poll()).isNull();
            port.receive().close();
            Notification told = next(notify);
            assertThat(told).isEqualTo(new Notification.SendPossible(right.name()));
            assertThat(told.toString()).isEqualTo("SendPossible[name=" + Names.hex(right.name()) + "]");
        }
    }

    @Test
    void portDeletedComesWhenTheWatchedNameGoes() {
        try (ReceiveRight notify = mach.allocatePort();
                ReceiveRight port = mach.allocatePort()) {
            SendOnceRight once = port.makeSendOnce();
            int name = once.name();
            assertThat(once.requestDeadName(Transfer.makeSendOnce(notify))).isNull();
            once.close();
            Notification told = next(notify);
            assertThat(told).isEqualTo(new Notification.PortDeleted(name));
            assertThat(told.toString()).isEqualTo("PortDeleted[name=" + Names.hex(name) + "]");
        }
    }

    @Test
    void noSendersComesWhenTheLastSendRightGoes() {
        try (ReceiveRight notify = mach.allocatePort();
                ReceiveRight port = mach.allocatePort()) {
            SendRight one = port.makeSend();
            SendRight two = one.copy();
            assertThat(port.requestNoSenders(Transfer.makeSendOnce(notify))).isNull();
            one.close();
            assertThat(notify.poll()).isNull();
            two.close();
            assertThat(next(notify)).isEqualTo(new Notification.NoSenders(1));
        }
    }

    @Test
    void noSendersWaitsForTheMakeSendCount() {
        try (ReceiveRight notify = mach.allocatePort();
                ReceiveRight port = mach.allocatePort()) {
            assertThat(port.requestNoSenders(Transfer.makeSendOnce(notify), 1)).isNull();
            assertThat(notify.poll()).isNull();
            port.makeSend().close();
            assertThat(next(notify)).isEqualTo(new Notification.NoSenders(1));
            assertThat(port.requestNoSenders(Transfer.makeSendOnce(notify), 2)).isNull();
            SendOnceRight cancelled = port.cancelNoSenders();
            assertThat(cancelled).isNotNull();
            cancelled.close();
            next(notify).close();
        }
    }

    @Test
    void portDestroyedBringsTheReceiveRightBack() {
        try (ReceiveRight notify = mach.allocatePort()) {
            ReceiveRight port = mach.allocatePort();
            try (SendRight right = port.makeSend()) {
                assertThat(port.requestPortDestroyed(Transfer.makeSendOnce(notify)))
                        .isNull();
                port.close();
                try (Notification told = next(notify)) {
                    ReceiveRight back = ((Notification.PortDestroyed) told).port();
                    assertThat(back).isNotNull();
                    assertThat(back.isSamePortAs(right)).isTrue();
                    assertThat(right.isDead()).isFalse();
                }
                assertThat(right.isDead()).isTrue();
            }
            ReceiveRight other = mach.allocatePort();
            assertThat(other.requestPortDestroyed(Transfer.makeSendOnce(notify)))
                    .isNull();
            SendOnceRight cancelled = other.cancelPortDestroyed();
            assertThat(cancelled).isNotNull();
            cancelled.close();
            next(notify).close();
            other.close();
        }
    }

    @Test
    void aForgedNotificationIsNone() {
        try (ReceiveRight port = mach.allocatePort();
                SendRight to = port.makeSend()) {
            mach.message(MachNotify.MACH_NOTIFY_DEAD_NAME)
                    .putLong(0)
                    .putInt(to.name())
                    .send(to);
            try (Message message = port.receive()) {
                assertThat(message.trailer().isFromKernel()).isFalse();
                assertThat(Notification.read(message)).isEmpty();
            }
            assertThat(to.references()).isEqualTo(1);
        }
    }

    @Test
    void nobodyCannotBeNotified() {
        try (ReceiveRight port = mach.allocatePort()) {
            assertThatThrownBy(() -> port.requestNoSenders(Transfer.noSendOnce()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aRequestAboutASendOnceRightIsCancelled() {
        try (ReceiveRight notify = mach.allocatePort();
                ReceiveRight port = mach.allocatePort()) {
            SendOnceRight once = port.makeSendOnce();
            assertThat(once.cancelDeadName()).isNull();
            assertThat(once.requestDeadName(Transfer.makeSendOnce(notify))).isNull();
            SendOnceRight cancelled = once.cancelDeadName();
            assertThat(cancelled).isNotNull();
            cancelled.close();
            assertThat(next(notify)).isEqualTo(new Notification.SendOnce());
            once.close();
            assertThat(notify.poll()).isNull();
        }
    }

    @Test
    void destinationsOfEitherKindAreWatched() {
        try (ReceiveRight notify = mach.allocatePort()) {
            ReceiveRight port = mach.allocatePort();
            for (Destination destination : new Destination[] {port.makeSend(), port.makeSendOnce()}) {
                assertThat(destination.isDead()).isFalse();
                assertThat(destination.requestDeadName(Transfer.makeSendOnce(notify)))
                        .isNull();
                try (SendOnceRight previous = destination.cancelDeadName()) {
                    assertThat(previous).isNotNull();
                }
                next(notify).close();
                assertThat(destination.cancelDeadName()).isNull();
                destination.close();
                destination.close();
                assertThatThrownBy(destination::isDead).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(destination::cancelDeadName).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> destination.requestDeadName(Transfer.makeSendOnce(notify)))
                        .isInstanceOf(IllegalStateException.class);
            }
            port.close();
        }
    }

    @Test
    void closingANotificationGivesBackWhatItCarriesAndOnlyOnce() {
        try (ReceiveRight notify = mach.allocatePort()) {
            ReceiveRight port = mach.allocatePort();
            SendRight right = port.makeSend();
            assertThat(right.requestDeadName(Transfer.makeSendOnce(notify))).isNull();
            port.close();
            Notification.DeadName dead = (Notification.DeadName) next(notify);
            assertThat(right.references()).isEqualTo(2);
            dead.close();
            dead.close();
            assertThat(right.references()).isEqualTo(1);
            assertThatThrownBy(dead::name).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> dead.isAbout(right)).isInstanceOf(IllegalStateException.class);
            right.close();

            ReceiveRight second = mach.allocatePort();
            SendRight toSecond = second.makeSend();
            assertThat(second.requestPortDestroyed(Transfer.makeSendOnce(notify)))
                    .isNull();
            second.close();
            Notification.PortDestroyed destroyed = (Notification.PortDestroyed) next(notify);
            assertThat(toSecond.isDead()).isFalse();
            destroyed.close();
            destroyed.close();
            assertThat(toSecond.isDead()).isTrue();
            toSecond.close();
        }
    }
}
