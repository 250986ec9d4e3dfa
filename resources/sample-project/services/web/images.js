'use strict';

const path = require('path');
const express = require('express');
const sharp = require('sharp');

const FOLDER = process.env.IMAGES || '/srv/images';
const WIDTHS = new Set([160, 320, 640]);
const router = express.Router();

router.get('/:width/:name', async (request, response, next) => {
  const width = Number(request.params.width);
  const name = path.basename(request.params.name);
  if (!WIDTHS.has(width)) {
    response.sendStatus(404);
    return;
  }
  try {
    const picture = await sharp(path.join(FOLDER, name)).resize({ width }).webp().toBuffer();
    response.type('webp').send(picture);
  } catch (error) {
    next(error);
  }
});

module.exports = router;
