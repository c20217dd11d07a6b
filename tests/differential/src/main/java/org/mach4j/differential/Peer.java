// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mach4j.gnumach.GnuMachProvider;
import org.mach4j.spi.MachProvider;
import org.mach4j.transcripts.Case;
import org.mach4j.transcripts.Comparison;
import org.mach4j.transcripts.Outcome;
import org.mach4j.transcripts.Transcript;
import org.mach4j.transcripts.TranscriptReader;

/** The kernel that is asked: it is given programs that another has answered, and they are compared. Live, or a recording. */
public interface Peer {
    /** What the command line calls it. */
    String name();

    /** Which kernel it is, for known differences that depend on that. */
    Identity identity();

    /**
     * Compares programs.
     *
     * @param programs with the answers of the other kernel
     * @return an outcome each, in the same order
     */
    List<Outcome> answer(List<Case> programs) throws InterruptedException;

    /** Whether a name is that of a recording: a file {@code .jsonl} or {@code .jsonl.gz}. */
    static boolean isRecording(String name) {
        return name.endsWith(".jsonl") || name.endsWith(".jsonl.gz");
    }

    /**
     * A live kernel as {@link Kernels} names them, or a recording by its file.
     *
     * @param jobs how many programs a live kernel runs at a time, where it can make tasks
     * @throws org.mach4j.spi.MachUnavailableException where there is no such kernel here
     * @throws IOException where the recording cannot be read
     */
    static Peer byName(String name, Comparison.Names names, int jobs) throws IOException {
        if (isRecording(name)) {
            Transcript recorded = TranscriptReader.readFile(Path.of(name));
            return new RecordedPeer(name, recorded, names);
        }
        MachProvider provider = Kernels.byName(name);
        if (provider instanceof GnuMachProvider) {
            return new GnuMachPeer(); // another family's kernel: comparable in part
        }
        return new LivePeer(name, Identity.of(provider), names, Kernels.runner(name, jobs));
    }

    /** A kernel that is still there. */
    record LivePeer(String name, Identity identity, Comparison.Names names, Runner runner) implements Peer {
        @Override
        public List<Outcome> answer(List<Case> programs) throws InterruptedException {
            return runner.run(programs, program -> new Comparison(names, program));
        }
    }
}
