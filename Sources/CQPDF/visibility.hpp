// Whether a person who looks at the page can see a widget.
#pragma once
#include "reading.hpp"

/// An annotation where it lies, in the order in which a viewer draws them: later ones lie on top.
struct Placed {
    QPDFObjectHandle object;
    double rect[4];
    bool isShown;  // neither hidden by its flags nor by its layer
};

/// A page as far as it decides what can be seen.
struct PageSheet {
    double box[4];
    std::vector<Placed> annotations;
};

/// /Rect, normalised; false when it is none.
bool readRect(QPDFObjectHandle object, double rect[4]);

/// The layers that are off when the document is opened (ISO 32000-1, 8.11.4.3).
std::set<QPDFObjGen> layersOff(QPDFObjectHandle root);

/// The visible part of a page and what lies on it.
PageSheet sheetOf(QPDFObjectHandle page, std::set<QPDFObjGen> const &off);

/// Why nobody can see a widget that lies on a page, as far as its place and its flags tell.
eg_concealment concealmentOf(QPDFObjectHandle widget, PageSheet const &sheet);

/// Whether two colours are so alike that text in one cannot be read on the other; each in red, green, blue from 0 to 1.
bool isSameColour(double const a[3], double const b[3]);

/// A colour of one, three or four components as red, green, blue; false for any other number.
bool toRGB(std::vector<double> const &components, double rgb[3]);

/// The background of a widget: /BG of /MK, white without one.
void backgroundOf(QPDFObjectHandle widget, double rgb[3]);

/// Whether a default appearance (/DA) draws text that cannot be seen on a background.
bool isDefaultAppearanceInvisible(std::string const &appearance, double const background[3]);
