/// Forms
