"""What protects less in an adaptation, or how two frameworks protect where neither was made from the other."""
