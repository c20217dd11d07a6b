// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mach4j.abi.KernReturn;
import org.mach4j.sim.SimulatedKernelProvider;
import org.mach4j.spi.MachCalls;
import org.mach4j.spi.MachProviders;
import org.mach4j.spi.MachTask;
import org.mach4j.spi.MachUnavailableException;
import org.mach4j.spi.TaskMemory;

/** A task's view: how it is opened, what ends with it, and what it says of itself. */
class MachTest extends OneTask {
    @Test
    void openTakesTheProviderThatIsNamed() {
        String before = System.getProperty(MachProviders.PROPERTY);
        System.setProperty(MachProviders.PROPERTY, "sim");
        try (Mach opened = Mach.open();
                ReceiveRight port = opened.allocatePort()) {
            assertThat(opened.isOpen()).isTrue();
            assertThat(opened.description()).isEqualTo(kernel.description());
            assertThat(port.mach()).isSameAs(opened);
            System.setProperty(MachProviders.PROPERTY, "none such");
            assertThatThrownBy(Mach::open)
                    .isInstanceOf(MachUnavailableException.class)
                    .hasMessageContaining("'none such' is not available")
                    .hasMessageContaining("sim (");
        } finally {
            Optional.ofNullable(before)
                    .ifPresentOrElse(
                            value -> System.setProperty(MachProviders.PROPERTY, value),
                            () -> System.clearProperty(MachProviders.PROPERTY));
        }
    }

    @Test
    void closingWhatOpenMadeEndsTheKernelAndItsTasks() {
        Mach opened = Mach.open(new SimulatedKernelProvider());
        Mach child = opened.newTask("child");
        Mach grandchild = child.newTask("grandchild");
        ReceiveRight port = grandchild.allocatePort();
        opened.close();
        assertThat(opened.isOpen()).isFalse();
        // Its task has ended, and holds no right to itself.
        assertThatThrownBy(port::status)
                .isInstanceOf(MachException.class)
                .hasMessageContaining("MACH_SEND_INVALID_DEST");
        grandchild.close();
        child.close();
        opened.close();
    }

    @Test
    void closingAnotherViewOfTheTaskEndsNothing() {
        Mach view = Mach.of(way, mach.machTask());
        int name = view.allocatePort().relinquish();
        view.close();
        assertThat(view.isOpen()).isFalse();
        mach.adoptReceiveRight(name).close();
        assertThatThrownBy(() -> view.adoptReceiveRight(name)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTaskBeginsEmptyAndItsEndReleasesWhatItHeld() {
        try (ReceiveRight port = mach.allocatePort()) {
            Mach child = mach.newTask("child");
            assertThat(child.inspect().entries())
                    .as("its own task port")
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.references()).isEqualTo(1));
            int[] name = new int[1];
            assertThat(control().copyRight(mach.machTask(), port.name(), 20, child.machTask(), name))
                    .isZero();
            SendRight held = child.adoptSendRight(name[0]);
            assertThat(port.status().hasSendRights()).isTrue();
            child.close();
            assertThat(port.status().hasSendRights()).isFalse();
            held.close(); // its task has ended; nothing is given back
        }
    }

    @Test
    void aTaskIsDrawnWithItsKernelAndItsNames() {
        try (Mach child = mach.newTask("child");
                ReceiveRight port = child.allocatePort();
                SendRight right = port.makeSend()) {
            assertThat(child.toString()).isEqualTo("task child of " + way.description());
            NameTable names = child.inspect();
            assertThat(names.references(right.name())).isEqualTo(1);
            assertThat(names.references(0x77777703)).isZero();
            assertThat(names.toString()).startsWith("task child: 2 names\n  0x");
            assertThat(names.entries().get(1).toString())
                    .matches(Names.hex(port.name()) + " +send\\+receive +1  0 of 5 queued, seqno 0, make-send 1");
        }
    }

    /** In a process other threads come and go, and their ports with them. */
    @Test
    void aNameThatGoesWhileItIsLookedAtIsLeftOut() {
        try (ReceiveRight stays = mach.allocatePort();
                ReceiveRight goes = mach.allocatePort()) {
            MachCalls calls = way.task().calls();
            MachCalls racing = (MachCalls) Proxy.newProxyInstance(
                    MachCalls.class.getClassLoader(), new Class<?>[] {MachCalls.class}, (proxy, method, arguments) -> {
                        boolean gone =
                                method.getName().equals("mach_port_get_refs") && arguments[1].equals(goes.name());
                        return gone ? KernReturn.KERN_INVALID_NAME : method.invoke(calls, arguments);
                    });
            Mach view = Mach.of(way, new Racing(way.task(), racing));
            assertThat(view.inspect().entries())
                    .extracting(NameTable.Entry::name)
                    .contains(stays.name())
                    .doesNotContain(goes.name());
            view.close();
        }
    }

    private record Racing(MachTask task, MachCalls calls) implements MachTask {
        @Override
        public String label() {
            return task.label();
        }

        @Override
        public TaskMemory memory() {
            return task.memory();
        }
    }
}
