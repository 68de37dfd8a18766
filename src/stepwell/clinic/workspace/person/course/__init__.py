"""The course of one person over time: which days are shown, the chart, its sentence, its numbers."""
