// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim.rules;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rules of docs/spec that a test checks, one citation a string: the chapter, then a section ({@code "01 §6.8"}), a
 * numbered line of a list ({@code "05 §16.3"}) or an edge case's id ({@code "03 P10"}, {@code "01 E2.7"}). On a class: all
 * its tests check it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface Rule {
    /** The citations. */
    String[] value();
}
