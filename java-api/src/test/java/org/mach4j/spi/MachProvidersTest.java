// SPDX-License-Identifier: Apache-2.0
package org.mach4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachProvidersTest {
    private record Fake(String name, int priority, Availability availability) implements MachProvider {
        @Override
        public MachKernel open() {
            throw new MachUnavailableException("a fake");
        }
    }

    private final MachProvider sim = new Fake("sim", 0, Availability.yes("in Java"));
    private final MachProvider ffm = new Fake("ffm", 30, Availability.no("not macOS"));

    @Test
    void theAvailableProviderWithTheHighestPriorityIsChosen() {
        assertThat(MachProviders.choose(List.of(ffm, sim), null)).isSameAs(sim);
    }

    @Test
    void aForcedProviderIsChosenByItsName() {
        MachProvider jna = new Fake("jna", 10, Availability.yes("macOS"));
        assertThat(MachProviders.choose(List.of(jna, sim), "sim")).isSameAs(sim);
    }

    @Test
    void aForcedProviderThatIsNotAvailableIsRefusedWithEveryReason() {
        assertThatThrownBy(() -> MachProviders.choose(List.of(ffm, sim), "ffm"))
                .isInstanceOf(MachUnavailableException.class)
                .hasMessage("Mach provider 'ffm' is not available; found: ffm (not macOS), sim (in Java)");
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> MachProviders.choose(List.of(sim), "xnu")).hasMessageContaining("'xnu'");
    }

    @Test
    void withoutAnyProviderTheMessageSaysSo() {
        assertThatThrownBy(() -> MachProviders.choose(List.of(), null))
                .hasMessage("no Mach provider is available: none is on the class path");
    }
}
