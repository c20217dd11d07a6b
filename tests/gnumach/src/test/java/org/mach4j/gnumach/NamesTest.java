// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void noNewNameGetsANumberThatTheProgramHasChosen() {
        Names names = new Names((from, to) -> true);
        names.chosen(0x203);
        assertThat(names.anew(1)).isEqualTo(0x103);
        assertThat(names.anew(2)).isEqualTo(0x303);
        names.gone(0x203);
        assertThat(names.anew(3)).isEqualTo(0x403);
    }
}
