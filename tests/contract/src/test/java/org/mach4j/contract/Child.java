// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM like this one, for what must not happen in this one. */
final class Child {
    private Child() {}

    static ProcessBuilder java(List<String> options, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
