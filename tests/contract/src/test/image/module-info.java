// SPDX-License-Identifier: Apache-2.0
/** A program for an image that jlink makes. */
module org.mach4j.image {
    requires org.mach4j;
    requires org.mach4j.sim;
    requires org.mach4j.standin;
}
