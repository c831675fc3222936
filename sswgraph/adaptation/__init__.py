"""Country adaptations: adapt a framework, compare two or many, apply what a comparison found."""
