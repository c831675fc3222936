"""Country adaptations side by side: adapt a framework, compare two or many, apply what a comparison found."""
