// SPDX-License-Identifier: Apache-2.0
/** The annotation processor for MIG subsystems. */
module org.mach4j.mig.processor {
    requires java.compiler;
    requires static org.jspecify;

    provides javax.annotation.processing.Processor with
            org.mach4j.mig.processor.MigProcessor;
}
