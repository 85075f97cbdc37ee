"""zopa: what could be agreed."""
