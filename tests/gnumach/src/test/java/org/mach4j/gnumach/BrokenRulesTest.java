// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mach4j.spi.MachKernel;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Execution;
import org.mach4j.transcripts.Step;
import org.mach4j.transcripts.TranscriptReader;

/**
 * Whether GNU Mach alone finds that the simulated kernel breaks a rule: programs are answered by that one, and no recorded answer is
 * looked at.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokenRulesTest {
    /** Of each file. */
    private static final int PROGRAMS = 150;

    private static @Nullable GnuMachKernel gnuMach;
    private static final List<Case> QUESTIONS = new ArrayList<>();

    @BeforeAll
    static void boot() throws IOException {
        Boot.QEMU.require();
        for (String file : List.of("directed-rights", "random-notify")) {
            TranscriptReader.readAll(Path.of("../vectors/" + file + ".jsonl.gz")).stream()
                    // which threads can be joined depends on the answers
                    .filter(program -> program.steps().stream().allMatch(step -> step.thread() == null))
                    .limit(PROGRAMS)
                    .forEach(QUESTIONS::add);
        }
        gnuMach = Boot.QEMU.kernel();
    }

    @AfterAll
    static void close() {
        if (gnuMach != null) {
            gnuMach.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isFound(BrokenKernel.Fault fault) throws InterruptedException {
        if (gnuMach == null) {
            throw new IllegalStateException("not booted");
        }
        CrossCheck check = new CrossCheck(gnuMach, KnownDifferences.load());
        Tally tally = new Tally();
        try (MachKernel kernel = new BrokenKernel(fault)) {
            for (Case program : QUESTIONS) {
                Case answered = answeredBy(kernel, program);
                tally.count(check.compare(answered), answered);
                if (!tally.failures().isEmpty()) {
                    break;
                }
            }
        }
        System.out.println("GNU Mach on " + fault + ": " + tally
                + tally.failures().stream()
                        .findFirst()
                        .map(first -> "; first " + first)
                        .orElse(""));
        if (fault == BrokenKernel.Fault.NONE) {
            assertThat(tally.failures()).isEmpty();
        } else {
            assertThat(tally.failures()).isNotEmpty();
        }
    }

    private static Case answeredBy(MachKernel kernel, Case program) throws InterruptedException {
        List<Step> steps = new ArrayList<>();
        try (Execution execution = new Execution(kernel, program)) {
            for (Step step : program.steps()) {
                steps.add(step.answered(execution.perform(step).out()));
            }
        }
        return new Case(program.name(), kernel.name(), program.tasks(), program.note(), steps);
    }
}
